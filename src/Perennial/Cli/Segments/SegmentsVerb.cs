using System.CommandLine;
using Perennial.Channels.Files;
using Perennial.Cli.Customers;
using Perennial.Cli.Shell;
using Perennial.Core;
using Perennial.Core.Scoring;
using Perennial.Customers;
using Perennial.Data;
using Perennial.Moments;
using Perennial.Segments;
using Perennial.Shop;
using Spectre.Console;
using Columns = Perennial.Core.Parts.Columns;

namespace Perennial.Cli.Segments;

/// <summary><c>perennial segments</c></summary>
static class SegmentsVerb
{
    public static Command Create(Terminal terminal)
    {
        var rule = new Argument<string?>("RULE")
        {
            Description = "Who: \"cycle_status = 'late' and no order within 7d\", or a segment's name. Left out: every"
                + " segment.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var (store, json) = (Options.Store(), Options.Json());
        var limit = Options.Limit(10, "customers of the rule");
        var to = Options.Out("everybody of the rule with every column as CSV");
        var why = One("--why", "CUSTOMER", "Say of one customer whether the rule holds, test by test.");
        var load = One("--load", "PATH",
            "Save the segments of a YAML file, or of a folder of them, as the shop's own.");
        var replace = new Option<bool>("--replace")
        {
            Description = "With --load: also replace segments of the same names, those that come with Perennial too.",
        };
        var overlap = One("--overlap", "SET", "How much the segments of a set have in common; 'all' for all sets.");
        var check = One("--check", "SET",
            "Check an RFM segment set for gaps and overlaps: a shipped set or a YAML file.");
        var watch = Named("--watch", "Write down who comes into this segment and who leaves it, from now on; 'all' for"
            + " every segment. May be given several times.");
        var unwatch = Named("--unwatch", "Do so no longer, unless the segment is used otherwise; 'all' for every one"
            + " that somebody asked for. May be given several times.");
        var versions = One("--versions", "NAME",
            "All versions of a segment of the shop's own, with the time between which each was in force.");
        var command = new Command("segments",
            "Who is in which segment, how many, who moved, and what is watched; or whom a rule finds.")
        {
            rule, store, limit, to, why, overlap, load, replace, watch, unwatch, check, versions, json,
        };
        var back = new LookBackOptions(command);
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var asJson = parsed.GetValue(json);
            if (parsed.GetValue(check) is { } set) return SegmentTables.Check(terminal, set, asJson);
            var now = terminal.Now();
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, now);
            if (parsed.GetValue(versions) is { } named) return Versions(terminal, shop, named, asJson);
            var (asked, file) = (parsed.GetValue(rule), parsed.GetValue(to));
            var isAlone = new Option[] { load, overlap, watch, unwatch }.All(one => parsed.GetResult(one) is null);
            if (isAlone && asked is null && back.AsksStore(shop, parsed)) return All(terminal, shop, asJson, now);
            if (isAlone && asked is not null && back.AsksStore(shop, parsed))
            {
                if (parsed.GetValue(why) is { } one) return Why(terminal, shop, null, asked, one, asJson, now);
                var answer = RuleAnswer.Of(shop, asked, now);
                return file is null ? SegmentTables.Found(terminal, answer, asked, parsed.GetValue(limit), asJson)
                    : Write(terminal, answer.Members(), asked, "", file, asJson, cancel);
            }
            var view = back.Load(shop, parsed, terminal, now);
            if (parsed.GetValue(load) is { } path)
                return Load(terminal, shop, view, path, parsed.GetValue(replace), now);
            var (begun, ended) = (parsed.GetValue(watch)!, parsed.GetValue(unwatch)!);
            if (begun.Length + ended.Length > 0) return Watch(terminal, shop, view, begun, ended, now);
            if (parsed.GetValue(overlap) is { } of) return SegmentTables.Overlap(terminal, view, of, asJson);
            if (asked is null)
            {
                return SegmentTables.All(terminal, view, ScoringRunOf(shop, view),
                    (view.Segments.Sizes(), view.Totals.NewestOrderAt), WatchedSegments.Reasons(shop), asJson);
            }
            if (file is not null) return Write(terminal, view, asked, asked, file, asJson, cancel);
            return parsed.GetValue(why) is { } who ? Why(terminal, shop, view, asked, who, asJson, now)
                : SegmentTables.Found(terminal, view, asked, parsed.GetValue(limit), asJson);
        }, cancel));
        return command;
    }

    static int Write(Terminal terminal, ShopView view, string rule, string filter, string path, bool json,
        CancellationToken cancel)
    {
        int[] rows = [.. CustomerList.All(view, new CustomerFilter { Rule = filter }, ListOrder.Priority)];
        ProfileCsv.Write(path, view.Table, rows, view.Bins, Columns.Shown, cancel, view.Products);
        if (json && path != "-") terminal.WriteJson(new { rule, path, customers = rows.Length });
        else terminal.Log.WriteLine($"{rows.Length:N0} customers written{(path == "-" ? "" : $" to {path}")}.");
        return 0;
    }

    static Option<string?> One(string name, string help, string what) =>
        new(name) { Description = what, HelpName = help };

    static Option<string[]> Named(string name, string what) => new(name)
    {
        Description = what, HelpName = "NAME", Arity = ArgumentArity.ZeroOrMore,
    };

    static ScoringRun ScoringRunOf(ShopStore shop, ShopView view) => view.ScoringRun ?? throw new BadInputException(
        shop.Path, "No customer has been scored yet.", "Import orders, then run perennial rescore.");

    static int All(Terminal terminal, ShopStore shop, bool json, Instant now)
    {
        var nobody = RuleAnswer.NobodyOf(shop, now);
        var run = ScoringRunOf(shop, nobody);
        var (sizes, everybody) = RuleAnswer.Sizes(shop, nobody);
        return SegmentTables.All(
            terminal, nobody, run, (sizes, everybody.NewestOrderAt), WatchedSegments.Reasons(shop), json);
    }

    static int Load(Terminal terminal, ShopStore shop, ShopView view, string path, bool replace, Instant now)
    {
        var segments = SegmentFiles.Read(path, view.Bins);
        foreach (var saved in SegmentEditing.Load(shop, view, segments, replace, terminal.Actor, now))
        {
            terminal.Log.WriteLine($"{saved.Version.Segment.Name}: {saved.Customers:N0} customers");
            foreach (var hint in saved.Hints) terminal.Log.WriteLine($"{saved.Version.Segment.Name}: {hint}");
        }
        terminal.Log.WriteLine($"{segments.Count} segments saved from {path}.");
        return 0;
    }

    static int Versions(Terminal terminal, ShopStore shop, string name, bool json)
    {
        var versions = shop.Segments.Versions(name);
        if (versions.Count == 0)
            throw new MissingException($"segment '{name}'", "The shop has never saved one of that name.",
                "perennial segments lists them; those that come with Perennial have no versions.");
        if (json)
        {
            terminal.WriteJson(versions.Select(one => new
            {
                one.Version, one.Segment.Rule, from = $"{one.CreatedAt}",
                until = one.EndedAt.HasValue ? $"{one.EndedAt}" : null, one.IsActive,
            }));
            return 0;
        }
        foreach (var one in versions)
        {
            var until = one.IsActive ? "in force"
                : one.EndedAt.HasValue ? $"until {one.EndedAt}" : "until nobody knows when";
            terminal.Output.WriteLine($"{one.Version}  from {one.CreatedAt}, {until}: {one.Segment.Rule}");
        }
        return 0;
    }

    static int Watch(
        Terminal terminal, ShopStore shop, ShopView view, string[] begun, string[] ended, Instant now)
    {
        if (begun.Length > 0)
        {
            foreach (var name in SegmentWatching.Watch(shop, view, begun, terminal.Actor, now))
                terminal.Log.WriteLine($"{name}: watched; {shop.Stays.Members(name).Count:N0} customers are in it.");
        }
        if (ended.Length > 0)
        {
            foreach (var name in SegmentWatching.Unwatch(shop, ended, terminal.Actor, now))
            {
                var why = SegmentWatching.Reasons(shop, name);
                terminal.Log.WriteLine(why.Count == 0 ? $"{name}: watched no longer."
                    : $"{name}: still watched: {string.Join(", ", why)}.");
            }
        }
        return 0;
    }

    // Without a view the customer alone is read.
    static int Why(
        Terminal terminal, ShopStore shop, ShopView? view, string rule, string who, bool json, Instant now)
    {
        var record = shop.Customers.ById(CustomerVerb.Find(shop, who))!;
        view ??= ShopLoader.Some(shop, [record.Id], now);
        var (stays, cycles) = (RuleSource.StaysOf(shop, record), shop.CategoryCycles.Of(record.Id));
        var reason = view.Segments.Why(view.Segments.Who(rule), record, stays, cycles) ?? throw new BadInputException(
            $"customer '{who}'", "Nobody was known by that then.", "Leave --as-of out, or name a later day.");
        if (json)
        {
            terminal.WriteJson(reason);
            return 0;
        }
        var console = terminal.Tables();
        foreach (var line in reason.Reasons) console.WriteLine($"{line}");
        if (reason.ChangesAt.HasValue)
        {
            var day = ShopCalendar.Date(view.Calendar.DayOf(reason.ChangesAt));
            console.MarkupLineInterpolated($"[dim]Changes on {day:yyyy-MM-dd} if nothing happens.[/]");
        }
        return 0;
    }
}
