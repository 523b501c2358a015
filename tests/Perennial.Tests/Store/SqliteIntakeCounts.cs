using Perennial.Watch;


namespace Perennial.Tests.Store;

public sealed class SqliteIntakeCounts : IntakeCountContract
{
    [Fact]
    public void What_cannot_be_written_is_written_later()
    {
        _ = Store;
        var counts = new IntakeCounts();
        counts.Refused("web", Missing("batch[0]"), Hour);
        Run("alter table intake_count rename to elsewhere");
        Assert.ThrowsAny<Exception>(() => counts.Flush(Store, Hour));
        counts.Refused("web", Missing("batch[1]"), Hour);
        Run("alter table elsewhere rename to intake_count");
        counts.Flush(Store, Hour);
        Assert.Equal(2, Assert.Single(Store.IntakeCounts.OfLast(Hour, 24)).Events);
    }

    // Beside the open store.
    void Run(string sql)
    {
        using var connection = Connect(File);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
