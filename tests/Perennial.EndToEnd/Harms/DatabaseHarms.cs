using Perennial.EndToEnd.Live;

namespace Perennial.EndToEnd.Harms;

/// <summary>What befalls a database server's sessions and tables.</summary>
static class DatabaseHarms
{
    const string Others = "from pg_stat_activity where application_name = 'perennial'";

    static readonly TimeSpan aWhile = TimeSpan.FromSeconds(5);

    public static IReadOnlyList<Harm> All(DatabaseServer server, string address) =>
        [TimedOut(server), Cancelled(server), Ended(server), FileHarms.TableAway(address)];

    // Sessions keep what they began with: it comes with new ones, and goes with them.
    static Harm TimedOut(DatabaseServer server) => new("statements that may take a millisecond",
        ["The database refuses a statement"],
        () =>
        {
            server.Execute("alter role perennial set statement_timeout = 1");
            server.Execute($"select pg_terminate_backend(pid) {Others}");
            return Task.CompletedTask;
        },
        () =>
        {
            server.Execute("alter role perennial reset statement_timeout");
            return Task.CompletedTask;
        })
    {
        Lasts = aWhile, IsSteady = false,
    };

    static Harm Cancelled(DatabaseServer server) => Repeated(server, "statements cancelled", "cancel",
        "The database refuses a statement");

    static Harm Ended(DatabaseServer server) => Repeated(server, "sessions ended", "terminate",
        "The database cannot be reached");

    // Again and again, somebody's who is at work.
    static Harm Repeated(DatabaseServer server, string name, string what, string says)
    {
        var (stop, harming) = (new CancellationTokenSource(), Task.CompletedTask);
        return new Harm(name, [says],
            () =>
            {
                stop = new CancellationTokenSource();
                harming = Task.Run(async () =>
                {
                    while (!stop.IsCancellationRequested)
                    {
                        server.Execute(
                            $"select pg_{what}_backend(pid) {Others} and state <> 'idle' order by random() limit 1");
                        await Task.Delay(20);
                    }
                });
                return Task.CompletedTask;
            },
            async () =>
            {
                await stop.CancelAsync();
                await harming;
                stop.Dispose();
            })
        {
            Lasts = aWhile, IsSteady = false,
        };
    }
}
