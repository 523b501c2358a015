using System.CommandLine;
using Perennial.Channels.Files;
using Perennial.Cli.Shell;
using Perennial.Core.Parts;
using Perennial.Customers;
using Perennial.Shop;

namespace Perennial.Cli.Customers;

/// <summary><c>perennial export</c></summary>
static class ExportVerb
{
    public static Command Create(Terminal terminal)
    {
        var (store, json) = (Options.Store(), Options.Json());
        var who = Options.Who("Only customers");
        var to = Options.Out("every customer with every column as CSV");
        to.DefaultValueFactory = _ => "-";
        var rfmSegment = new Option<string?>("--rfm-segment")
        {
            Description = "Only this RFM segment.", HelpName = "NAME",
        };
        var former = Options.Former("--segment");
        var command = new Command("export", "Every customer with every column as CSV, in the order of the call list.")
        {
            who, store, to, rfmSegment, former, json,
        };
        var back = new LookBackOptions(command);
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var now = terminal.Now();
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, now);
            var answer = back.Ask(shop, parsed, parsed.GetValue(who), now);
            var view = answer?.Members() ?? back.Load(shop, parsed, terminal, now);
            var filter = new CustomerFilter { Rule = answer is null ? parsed.GetValue(who) ?? "" : "" };
            if ((parsed.GetValue(rfmSegment) ?? parsed.GetValue(former)) is { } name)
                filter = filter.With("rfm_segment", name);
            int[] rows = [.. CustomerList.All(view, filter, ListOrder.Priority)];
            var path = parsed.GetValue(to)!;
            ProfileCsv.Write(path, view.Table, rows, view.Bins, Columns.Shown, cancel, view.Products);
            if (parsed.GetValue(json) && path != "-") terminal.WriteJson(new { path, customers = rows.Length });
            else terminal.Log.WriteLine($"{rows.Length:N0} customers written{(path == "-" ? "" : $" to {path}")}.");
            return 0;
        }, cancel));
        return command;
    }
}
