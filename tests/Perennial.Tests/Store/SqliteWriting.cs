namespace Perennial.Tests.Store;

public sealed class SqliteWriting : WritingContract;

public sealed class SqliteReading : ReadingContract;

public sealed class SqliteScoring : ScoringContract;

public sealed class SqliteMovement : MovementContract;

public sealed class SqliteSearch : SearchContract;

public sealed class SqliteBehaviour : BehaviourContract;

public sealed class SqliteFeedback : FeedbackContract;

public sealed class SqlitePipeline : PipelineContract;

public sealed class SqliteLive : LiveContract;

public sealed class SqliteDuplicates : DuplicateContract;

public sealed class SqliteUnjoining : UnjoinContract;

public sealed class SqliteAccess : AccessContract;

public sealed class SqliteErasure : ErasureContract;

public sealed class SqlitePermission : PermissionContract;

public sealed class SqliteAssignments : AssignmentContract;

public sealed class SqliteMerges : MergeContract;

public sealed class SqliteComposing : ComposingContract;

public sealed class SqlitePhones : PhoneContract;

public sealed class SqliteAttributes : AttributeContract;
