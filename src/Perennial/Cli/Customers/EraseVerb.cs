using System.CommandLine;
using Perennial.Cli.Shell;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Privacy;
using Perennial.Shop;

namespace Perennial.Cli.Customers;

/// <summary><c>perennial erase CUSTOMER</c></summary>
static class EraseVerb
{
    const int NotFinished = 1;

    public static Command Create(Terminal terminal)
    {
        var who = new Argument<string?>("CUSTOMER")
        {
            Description = "Customer number, e-mail address, telephone number or 32-digit id.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var (store, erasures, json) = (Options.Store(), Options.Erasures(), Options.Json());
        var yes = new Option<bool>("--yes") { Description = "Do it. Without, say whom it would concern." };
        var reason = new Option<string>("--reason")
        {
            Description = "Why, for the receipt. Default: asked by the customer.",
            DefaultValueFactory = _ => EraseCustomer.Asked,
        };
        var finish = new Option<bool>("--finish")
        {
            Description = "Erase nobody, and do what is left of earlier erasures: overwrite what a database's own "
                + "files still hold (PostgreSQL: each table about customers is locked while it is rewritten).",
        };
        var command = new Command("erase",
            "Forget one person: every fact, key and column, to the byte. Kept are hashes of the keys, by which the "
                + "person is recognised and refused, and anonymous totals. Destinations are told.")
        {
            who, yes, reason, finish, store, erasures, json,
        };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var now = terminal.Now();
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, now, parsed.GetValue(erasures));
            if (parsed.GetValue(finish)) return Finish(terminal, shop, now, parsed.GetValue(json), cancel);
            var id = CustomerVerb.Find(shop, parsed.GetValue(who)
                ?? throw new BadInputException("erase", "Nobody is named.", "Name a customer, or say --finish."));
            if (!parsed.GetValue(yes))
            {
                var rows = shop.Erasure.RowsAbout(id).Where(table => table.Value.Count > 0)
                    .Select(table => $"{table.Value.Count} {table.Key}");
                terminal.Log.WriteLine($"Customer {id}: {string.Join(", ", rows)}.");
                throw new BadInputException("erase", "Nothing was erased: it cannot be undone.", "Add --yes to do it.");
            }
            var report = EraseCustomer.Run(
                shop, new CustomerKeySet { Id = id }, parsed.GetValue(reason)!, terminal.Actor, now);
            if (parsed.GetValue(json)) terminal.WriteJson(ErasedAnswer.Of(report));
            else terminal.Output.WriteLine(report.Words());
            return 0;
        }, cancel));
        return command;
    }

    static int Finish(Terminal terminal, Data.ShopStore shop, Instant now, bool json, CancellationToken cancel)
    {
        var done = StoppedException.After("perennial erase --finish goes on from there.",
            () => FinishErasures.Run(shop, now, lookAtFiles: true, lockTables: true, cancel));
        if (json) terminal.WriteJson(done);
        else terminal.Output.WriteLine(done.TracesAreLeft
            ? "Others read or wrote all the time; some of it is still to be done. Try again."
            : "Nothing is left of anybody who was erased.");
        if (FinishErasures.Problem(done.Notices) is { } problem) terminal.Log.WriteLine(problem);
        return done.TracesAreLeft ? NotFinished : 0;
    }
}
