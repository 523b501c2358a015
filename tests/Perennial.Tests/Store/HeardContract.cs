using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Contacts;

namespace Perennial.Tests.Store;

/// <summary>Whoever is in a strategy has a turn at an activity of which something may come, and at no other.</summary>
public abstract class HeardContract : StrategyStoreContract
{
    const string Exits = "exit: has order since entry", Thanks = "strategies/thanks.yaml";

    static (string, string) With(string exit, string steps = "- email: thanks") => (Thanks, Files[Thanks]
        .Replace(Exits, exit).Replace("- email: thanks", steps));

    IncomingEvent Does(ActivityKind kind, string id) => Login(id) with { Activity = new ActivityStatement(kind) };

    void Enter((string, string) thanks)
    {
        Begin("C-1");
        Publish(Store, Time, thanks);
        Tick();
        Later(0.1);
        Tell(Login("in"));
        Later(0.1);
    }

    // Who has no turn is not asked where they stand.
    long Turns(ActivityKind kind, string id)
    {
        Store.StatementCount.TellApart();
        long Asked() => Store.StatementCount.ByText.Where(one => one.Key.Contains("from planned_contact"))
            .Where(one => one.Key.Contains("is_phantom, planned_at")).Sum(one => one.Value);
        var before = Asked();
        Tell(Does(kind, id));
        return Asked() - before;
    }

    string Ended() => Ask("select coalesce(ended_as, '') from enrollment where strategy = 'thanks'")[0][0];

    [Theory]
    [InlineData("has order since entry", ActivityKind.PageView, false)]
    [InlineData("has cart_add since entry", ActivityKind.PageView, false)]
    [InlineData("has cart_add since entry", ActivityKind.CartAdd, true)]
    [InlineData("has feedback since entry", ActivityKind.SurveyAnswer, true)]
    [InlineData("has activity since entry", ActivityKind.PageView, true)]
    [InlineData("[has order since entry, has form since last contact]", ActivityKind.Form, true)]
    [InlineData("has at least 2 page_views within 30d", ActivityKind.Video, true)]
    [InlineData("has cart_add since entry before 3d", ActivityKind.Video, true)]
    [InlineData("recency_days > 9000", ActivityKind.Video, true)]
    public void A_turn_is_taken_for_what_an_exit_may_ask_for(string exit, ActivityKind kind, bool isTaken)
    {
        Enter(With($"exit: {exit}"));
        Assert.Equal(isTaken, Turns(kind, "1") > 0);
        AssertCounted();
    }

    [Fact]
    public void An_exit_by_an_activity_ends_at_once_and_others_pass_by_before_it()
    {
        Enter(With("exit: has cart_add since entry"));
        Assert.Equal(0, Turns(ActivityKind.PageView, "1"));
        Assert.Equal("", Ended());
        Tell(Does(ActivityKind.CartAdd, "2"));
        Assert.Equal("cart_add", Ended());
    }

    [Fact]
    public void A_wait_for_an_activity_is_over_with_it()
    {
        Enter(With(Exits, "- wait: { event: form, at most: 9d }\n  - email: thanks"));
        Assert.Equal(0, Turns(ActivityKind.PageView, "1"));
        Assert.Empty(Told());
        Tell(Does(ActivityKind.Form, "2"));
        Assert.Equal(["thanks thanks sent"], Told());
        // Nobody waits for a form any more.
        Later(0.1);
        Assert.Equal(0, Turns(ActivityKind.Form, "3"));
    }

    [Fact]
    public void Whoever_goes_on_in_another_version_hears_what_it_waits_for()
    {
        // How a call ends is told, and is due at no time before.
        const string call = "- call: { script: thanks, queue: shop }\n    expires: 9d";
        Enter(With(Exits, call));
        Assert.Equal(0, Turns(ActivityKind.CartAdd, "1"));
        Publish(Store, Time, With("exit: has cart_add since entry", call));
        // Whoever was not asked since something was published has a turn at whatever happens.
        Tick();
        Later(0.1);
        Assert.Equal(0, Turns(ActivityKind.CartAdd, "2"));
        Assert.Equal(1, Assert.Single(StrategyFiles.Move(Store, ["thanks"], We, Time, Stop)).Moved);
        Later(0.1);
        Tell(Does(ActivityKind.CartAdd, "3"));
        Assert.Equal("cart_add", Ended());
    }
}

public sealed class SqliteHeard : HeardContract;

public sealed class PostgresHeard : HeardContract
{
    protected override StorePlace NewPlace() => new DatabasePlace { CustomersPerChunk = PerChunk };
}
