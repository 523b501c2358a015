using Perennial.Data.Engines;

namespace Perennial.Data.Profiles;

/// <summary>Renames labels that profiles hold by a former name. Columns of profiles follow the catalogue, so that no
/// migration can speak of them: it says that something is to be renamed, and whoever opens the store does it.</summary>
static class FormerLabels
{
    public static void Rename(Database database)
    {
        if (!AreDue(database)) return;
        using var transaction = Transaction.Schema(database);
        // Asked inside the transaction: another process may just have done the same.
        if (!AreDue(database)) return;
        database.Query("tell-of-active").Run();
        database.Query("number-what-is-told").Run();
        database.Query("call-them-active").Run();
        database.Query("labels-are-done").Run();
        transaction.Commit();
    }

    static bool AreDue(Database database) => database.Query("labels-are-due").Number() == 1;
}
