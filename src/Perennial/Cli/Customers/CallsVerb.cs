using System.CommandLine;
using Perennial.Cli.Shell;
using Perennial.Contacts;
using Perennial.Core;
using Perennial.Customers;
using Perennial.Shop;
using Perennial.Words;
using Spectre.Console;

namespace Perennial.Cli.Customers;

/// <summary><c>perennial calls</c></summary>
static class CallsVerb
{
    public static Command Create(Terminal terminal)
    {
        var (store, json) = (Options.Store(), Options.Json());
        var who = Options.Who("Only customers");
        var limit = Options.Limit(50, "customers");
        var tier = new Option<int?>("--tier") { Description = "Only this tier, 1 to 6." };
        var phone = new Option<bool>("--with-phone") { Description = "Only customers with a telephone number." };
        var queue = new Option<string>("--queue")
        {
            Description = "What strategies have given to staff of this queue, in the order in which it is done.",
        };
        var command = new Command("calls", "Who to call, in order, and why.")
        {
            who, store, limit, tier, phone, queue, json,
        };
        var back = new LookBackOptions(command);
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var now = terminal.Now();
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, now);
            if (parsed.GetValue(queue) is { } name)
            {
                var lines = CallQueue.Of(
                    shop, back.Load(shop, parsed, terminal, now), name, parsed.GetValue(limit), now);
                if (parsed.GetValue(json)) terminal.WriteJson(lines);
                else Print(terminal, lines);
                return 0;
            }
            var answer = back.Ask(shop, parsed, parsed.GetValue(who), now);
            var view = answer?.Members() ?? back.Load(shop, parsed, terminal, now);
            var filter = new CustomerFilter
            {
                WithPhone = parsed.GetValue(phone),
                Rule = answer is null ? parsed.GetValue(who) ?? "" : "",
            };
            if (parsed.GetValue(tier) is { } only) filter = filter.With("tier", $"{only}");
            var calls = CallList.Of(view, filter, parsed.GetValue(limit));
            if (parsed.GetValue(json)) terminal.WriteJson(calls);
            else Print(terminal, view, calls, answer?.Everybody.NewestOrderAt ?? view.Totals.NewestOrderAt);
            return 0;
        }, cancel));
        return command;
    }

    public static void Print(Terminal terminal, ShopView view, IReadOnlyList<CallEntry> calls) =>
        Print(terminal, view, calls, view.Totals.NewestOrderAt);

    static void Print(Terminal terminal, ShopView view, IReadOnlyList<CallEntry> calls, Instant newest)
    {
        terminal.SayIfOld(newest, view.Calendar, view.Today);
        if (!view.Directory.HasAnyPhone)
        {
            terminal.Log.WriteLine("No customer has a telephone number yet. Import them with a column phone: "
                + $"{CallWords.ImportOfPhones}");
        }
        else if (calls.Count == 0)
        {
            terminal.Log.WriteLine(
                "Nobody to call: take away the rule, --tier or --with-phone, or name another --as-of.");
        }
        if (calls.Count > 0) Print(terminal.Tables(), calls);
    }

    static void Print(Terminal terminal, IReadOnlyList<QueueLine> lines)
    {
        if (lines.Count == 0)
        {
            terminal.Log.WriteLine("Nothing to do: no strategy has given anything to this queue, and nothing waits.");
            return;
        }
        var table = PlainTable.Of("#", "name", "phone", "strategy", "step", "#dial", "waits for its turn");
        table.Columns[6].NoWrap = false;
        foreach (var one in lines)
        {
            table.AddRow(new Text($"{one.Place}"), new Text(one.Name), new Text(Show.Phone(one.Phone)),
                new Text(one.Strategy), new Text(one.Step), new Text($"{one.Touch}"),
                new Text(one.Waits is { } waits ? $"there are {waits}" : ""));
        }
        terminal.Tables().Write(table);
    }

    static void Print(IAnsiConsole console, IReadOnlyList<CallEntry> calls)
    {
        var table = PlainTable.Of("#", "name", "phone", "#tier", "#buys in 90 days", "why");
        table.Columns[5].NoWrap = false;
        foreach (var call in calls)
        {
            var phone = call.Phone.Length > 0 ? Show.Phone(call.Phone) : $"({call.WhyNot})";
            table.AddRow(new Text($"{call.Rank}"), new Text(call.Name), new Text(phone), new Text($"{call.Tier}"),
                new Text(call.BuyChance90 is { } chance ? Show.Share(chance) : Show.Nothing), new Text(call.Why));
        }
        console.Write(table);
    }
}
