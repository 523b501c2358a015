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

public sealed class PostgresFeedback : FeedbackContract
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

public sealed class PostgresPermission : PermissionContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}

public sealed class PostgresDuplicates : DuplicateContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}

public sealed class PostgresUnjoining : UnjoinContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}

public sealed class PostgresLive : LiveContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}

public sealed class PostgresAccess : AccessContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}

public sealed class PostgresErasure : ErasureContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}

public sealed class PostgresAssignments : AssignmentContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}

public sealed class PostgresMerges : MergeContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}

public sealed class PostgresComposing : ComposingContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}

public sealed class PostgresPhones : PhoneContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}

public sealed class PostgresAttributes : AttributeContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}
