using System.CommandLine;
using Perennial.Cli.Shell;
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
        var command = new Command("calls", "Who to call, in order, and why.") { who, store, limit, tier, phone, json };
        var back = new LookBackOptions(command);
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var now = terminal.Now();
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, now);
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
