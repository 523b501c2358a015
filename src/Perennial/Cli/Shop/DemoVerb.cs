using System.CommandLine;
using Perennial.Cli.Customers;
using Perennial.Cli.Serving;
using Perennial.Cli.Shell;
using Perennial.Customers;
using Perennial.Data;
using Perennial.Data.Strategies;
using Perennial.Import;
using Perennial.Live;
using Perennial.Shop;
using Perennial.Watch;
using Perennial.Web;

namespace Perennial.Cli.Shop;

/// <summary><c>perennial demo</c></summary>
static class DemoVerb
{
    const int CallsShown = 10;

    public static Command Create(Terminal terminal)
    {
        var store = new Option<string>("--store")
        {
            Description = "Where the demo shop is kept. Default: a file in your application data.",
            HelpName = "FILE",
            DefaultValueFactory = _ => DemoShop.DefaultPath(),
        };
        var customers = new Option<int>("--customers")
        {
            Description = "Size of a new demo shop. Default: 5000.",
            DefaultValueFactory = _ => 5000,
            Validators =
            {
                result =>
                {
                    if (result.Tokens is [{ Value: var text }] && int.TryParse(text, out var size)
                        && size is < 1 or > 10_000_000)
                        result.AddError("--customers must be 1 to 10,000,000.");
                },
            },
        };
        var seed = new Option<int>("--seed")
        {
            Description = "Another seed makes another shop. Default: 1.",
            DefaultValueFactory = _ => 1,
        };
        var days = Days();
        var once = new Option<bool>("--no-serve") { Description = "Make the shop, print the calls, and stop." };
        var port = ServeVerb.Port();
        var command = new Command("demo",
            "Make a synthetic flower shop, score it, print today's calls and serve the web app.")
        {
            store, customers, seed, days, port, once,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var now = terminal.Now();
            var path = parsed.GetValue(store)!;
            using var shop = DemoShop.Open(path, now);
            var size = parsed.GetValue(customers);
            terminal.WithProgress("Making the flower shop", progress => DemoShop.Fill(shop, size,
                parsed.GetValue(seed), now, progress, cancel, parsed.GetValue(days) ?? DemoShop.DaysFor(size)));

            var view = ShopLoader.Load(shop, now);
            terminal.Output.WriteLine($"{view.ShopName}: {view.Count:N0} customers.");
            SayLived(terminal, shop);
            terminal.Output.WriteLine($"Today's {CallsShown} most important calls:");
            CallsVerb.Print(terminal, view, CallList.Of(view, new CustomerFilter { WithPhone = true }, CallsShown));
            if (parsed.GetValue(once)) return 0;

            using var logs = ServerLog.Create();
            await using var live = LiveShop.Start(shop, terminal.Time, logs.CreateLogger("perennial"));
            await using var app = await StartAtAnyPort(terminal, live, logs, parsed.GetValue(port));
            terminal.Output.WriteLine($"Open {app.Urls.First()} in a browser.");
            terminal.Output.WriteLine($"Ctrl-C stops; the shop is kept in {path}.");
            await app.WaitForShutdownAsync(cancel);
            return 0;
        });
        return command;
    }

    static Option<int?> Days() => new("--days")
    {
        Description = "How many of its last days a new shop lives with its strategies, 0 to 365. Default: 28 "
            + "with 5,000 customers, fewer where there are more.",
        Validators =
        {
            result =>
            {
                if (result.Tokens is [{ Value: var text }] && int.TryParse(text, out var number)
                    && number is < 0 or > 365)
                    result.AddError("--days must be 0 to 365.");
            },
        },
    };

    static void SayLived(Terminal terminal, ShopStore shop)
    {
        if (DemoShop.Lived(shop) is not { } lived) return;
        var sums = shop.Decisions.Sums();
        long Sum(StrategyCount what) => sums.Where(one => one.What == what).Sum(one => one.Number);
        terminal.Output.WriteLine($"It has lived its last {lived.Days} days with its strategies: "
            + $"{Sum(StrategyCount.Entered):N0} entries, {Sum(StrategyCount.Sent):N0} contacts, all simulated.");
    }

    // Somebody trying the demo a second time in another window wants a second address, not an error.
    static async Task<WebApplication> StartAtAnyPort(
        Terminal terminal, LiveShop live, ILoggerFactory logs, int port)
    {
        var views = ShopLoader.Live(live.Store, terminal.Time);
        try
        {
            return await ServeVerb.Start(Options(port));
        }
        catch (Core.BadInputException) when (port != 0)
        {
            return await ServeVerb.Start(Options(0));
        }

        // Made-up people, on this machine alone: whoever looks is let in.
        WebAppOptions Options(int at) => new()
        {
            Views = views, Urls = [$"http://127.0.0.1:{at}"], Visitor = Visitor.Demo, Live = live, Logs = logs,
        };
    }
}
