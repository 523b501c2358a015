using System.CommandLine;
using Perennial.Cli.Shell;
using Perennial.Contacts;
using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Shop;

namespace Perennial.Cli.Strategies;

/// <summary><c>perennial stop</c> and <c>perennial start</c></summary>
static class StopVerb
{
    public static Command Stop(Terminal terminal) => Create(terminal, "stop",
        "Stops strategies: nobody enters, nothing more is decided, and whoever is in one stays where they are.",
        StrategyFiles.Stop, "stopped", "live");

    public static Command Start(Terminal terminal) => Create(terminal, "start",
        "Starts strategies again: whoever is in one goes on. What happened meanwhile starts nothing.",
        StrategyFiles.Start, "started", "stopped");

    static Command Create(Terminal terminal, string verb, string what,
        Func<ShopStore, IReadOnlyList<string>?, Actor, Instant, IReadOnlyList<string>> act, string done, string before)
    {
        var name = new Argument<string?>("NAME")
        {
            Description = "Which strategy.", Arity = ArgumentArity.ZeroOrOne,
        };
        var all = new Option<bool>("--all") { Description = "All of them." };
        var (store, json) = (Options.Store(), Options.Json());
        var command = new Command(verb, what) { name, all, store, json };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var (one, isAll) = (parsed.GetValue(name), parsed.GetValue(all));
            if (one is null == !isAll)
                throw new BadInputException(verb, one is null ? "It is not said which strategy." : "Both are said.",
                    $"perennial {verb} NAME, or perennial {verb} --all.");
            var now = terminal.Now();
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, now);
            var changed = act(shop, one is null ? null : [one], terminal.Actor, now);
            if (parsed.GetValue(json)) terminal.WriteJson(new Dictionary<string, object> { [done] = changed });
            else
            {
                foreach (var strategy in changed) terminal.Output.WriteLine($"{strategy}: {done}");
                if (changed.Count == 0) terminal.Log.WriteLine($"None of them was {before}.");
            }
            return 0;
        }, cancel));
        return command;
    }
}
