namespace Perennial.Tests.Store;

public sealed class PostgresWriting : WritingContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}

public sealed class PostgresReading : ReadingContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}

public sealed class PostgresScoring : ScoringContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}

public sealed class PostgresMovement : MovementContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}

public sealed class PostgresSearch : SearchContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}

public sealed class PostgresBehaviour : BehaviourContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}

public sealed class PostgresPipeline : PipelineContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}

public sealed class PostgresRecommendations : RecommendationContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}
