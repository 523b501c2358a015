using Perennial.Operations;

namespace Perennial.Tests.Store;

public sealed class SqliteRefusals : RefusalContract
{
    [Fact]
    public void What_cannot_be_written_is_written_later()
    {
        var log = new RefusalLog(Store, new Clock());
        log.Note("web", Missing("batch[0]"));
        Run("alter table intake_refusal rename to elsewhere");
        Assert.ThrowsAny<Exception>(log.Flush);
        log.Note("web", Missing("batch[1]"));
        Run("alter table elsewhere rename to intake_refusal");
        log.Flush();
        Assert.Equal(2, Assert.Single(Store.IntakeRefusals(Hour)).Times);
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
