using System.Text.RegularExpressions;
using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Occasions;
using Perennial.Core.Planning;
using Perennial.Core.Segments;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Parsing;
using Perennial.Core.Strategies;
using Perennial.Segments;
using Perennial.Settings;
using Perennial.Yaml;

namespace Perennial.Strategies;

/// <summary>What a shop brings to a folder of strategies: its scores, names and attributes, and its segments.</summary>
/// <param name="Rules">What rules may speak of.</param>
/// <param name="Segments">The segments that there are already.</param>
/// <param name="Shipped">Names of those that come with Perennial.</param>
sealed record StrategyShop(
    RuleContext Rules, IReadOnlyList<ShopSegment> Segments, IReadOnlyCollection<string> Shipped)
{
    /// <summary>Whether names in rules are checked. Those of what is published were: it goes on, whatever else is
    /// called otherwise since.</summary>
    public bool ChecksNames { get; init; } = true;
}

/// <summary>A folder of strategies, read.</summary>
/// <param name="Set">What of it can be read.</param>
/// <param name="Segments">Its segments.</param>
/// <param name="DatedRows">Rows of dates.csv.</param>
/// <param name="Mistakes">What is wrong; with any of these nothing is applied.</param>
/// <param name="Warnings">What somebody should know.</param>
sealed record ReadStrategies(StrategySet Set, IReadOnlyList<ShopSegment> Segments, int DatedRows, Mistakes Mistakes,
    IReadOnlyList<BadInputException> Warnings)
{
    /// <summary>The codes of offers that have one for each customer, by the offer.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Codes { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();
}

/// <summary>Reads a folder of strategies, with everything that they name: all files, and all mistakes in
/// them.</summary>
sealed partial class StrategyFolder
{
    static readonly string[] files = ["offers.yaml", "occasions.yaml", "policies.yaml", "channels.yaml", "dates.csv"];

    [GeneratedRegex(@" line (\d+), column (\d+)")]
    private static partial Regex PlaceForm();

    readonly IReadOnlyDictionary<string, string> texts;
    readonly StrategyShop shop;
    readonly Mistakes mistakes = new();
    readonly List<BadInputException> warnings = [];

    StrategyFolder(IReadOnlyDictionary<string, string> texts, StrategyShop shop) =>
        (this.texts, this.shop) = (texts, shop);

    /// <summary>Reads a folder.</summary>
    /// <exception cref="BadInputException">There is no such folder.</exception>
    public static ReadStrategies Read(string folder, StrategyShop shop) => Read(TextsOf(folder), shop);

    /// <summary>Reads files by their names within the folder, such as strategies/welcome.yaml.</summary>
    public static ReadStrategies Read(IReadOnlyDictionary<string, string> texts, StrategyShop shop) =>
        new StrategyFolder(texts, shop).Whole();

    /// <summary>In which file each strategy stands, by its name; files that cannot be read are left out.</summary>
    public static IReadOnlyDictionary<string, string> NamesOf(IReadOnlyDictionary<string, string> texts)
    {
        var folder = new StrategyFolder(texts, StrategyShops.BeforeAny);
        var names = new Dictionary<string, string>();
        foreach (var file in folder.In("strategies/"))
            if (WrittenNames.NameOf(folder.Root(file)) is { } name) names.TryAdd(name, file);
        return names;
    }

    /// <summary>The files of a folder, by their paths within it.</summary>
    /// <exception cref="BadInputException">There is no such folder.</exception>
    public static Dictionary<string, string> TextsOf(string folder)
    {
        if (!Directory.Exists(folder))
            throw new BadInputException(folder, "There is no such folder.",
                "Name a folder with strategies/, or begin one: perennial plan NEW --begin.");
        var found = new[] { "strategies", "segments" }.Select(name => Path.Combine(folder, name))
            .Where(Directory.Exists)
            .SelectMany(Directory.GetFiles).Where(file => file.EndsWith(".yaml", StringComparison.Ordinal)
                || file.EndsWith(".yml", StringComparison.Ordinal))
            .Concat(files.Select(file => Path.Combine(folder, file)).Where(File.Exists));
        var texts = found.ToDictionary(file => Path.GetRelativePath(folder, file).Replace('\\', '/'),
            file => YamlFile.Text(file, "Name a folder of strategies."));
        foreach (var name in new[] { "lists", "codes" })
        {
            if (!Directory.Exists(Path.Combine(folder, name))) continue;
            foreach (var file in Directory.GetFiles(Path.Combine(folder, name), "*.csv"))
                texts[$"{name}/{Path.GetFileName(file)}"] = YamlFile.Text(file, "Name a folder of strategies.");
        }
        var templates = Path.Combine(folder, "templates");
        if (Directory.Exists(templates))
            foreach (var file in Directory.GetFiles(templates,
                "*.liquid")) texts["templates/" + Path.GetFileName(file)] = "";
        return texts;
    }

    /// <summary>Writes files into a folder, as they are. What of templates is not kept is left out.</summary>
    /// <returns>How many files were written.</returns>
    /// <exception cref="BadInputException">There is something in the folder.</exception>
    public static int Write(IReadOnlyDictionary<string, string> files, string folder)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new BadInputException(folder, "There is something in this folder.", "Name one that is new or empty.");
        var written = files.Where(one => one.Value.Length > 0).ToList();
        foreach (var (name, text) in written)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
        return written.Count;
    }

    ReadStrategies Whole()
    {
        var roots = In("strategies/").Select(file => (file, Root: Root(file))).ToList();
        written = new WrittenNames(roots.Select(one => one.Root).OfType<YamlNode>());
        var segments = Segments();
        lists = [.. In("lists/").Where(file => ListFile.NameOf(file) is not null)
            .Select(file => ListFile.Read(ListFile.NameOf(file)!, texts[file], mistakes))];
        var context = ContextOf(segments);
        var rules = new RuleReading(context);
        var names = NamesOf(context, rules);
        var atTheEnd = new List<Action>();
        var strategies = new List<Strategy>();
        var reader = new StrategyReader(names, context with { Names = NamesIn(names) }, mistakes, atTheEnd);
        foreach (var (file, root) in roots)
        {
            if (root is null) continue;
            if (reader.Read(root, file, CommentOf(texts[file])) is { } strategy) strategies.Add(strategy);
        }
        foreach (var check in atTheEnd) check();
        if (strategies.Count == 0 && mistakes.All.Count == 0)
            warnings.Add(new BadInputException("strategies/", "There is no strategy.", "Write one a file."));
        var dated = texts.TryGetValue("dates.csv", out var dates)
            ? DateFile.Check(dates, "dates.csv", occasions, mistakes) : 0;
        var set = new StrategySet
        {
            Strategies = [.. strategies.OrderBy(one => one.Name, StringComparer.Ordinal)],
            Offers = [.. names.Offers.Select(one => one.Offer)], Occasions = occasions, Policies = names.Policies,
            Channels = names.Channels, Lists = lists,
        };
        warnings.AddRange(StrategyWarnings.Of(set, names, [.. In("templates/")]));
        return new ReadStrategies(set, segments, dated, mistakes, warnings) { Codes = CodesOf(set.Offers) };
    }

    Dictionary<string, IReadOnlyList<string>> CodesOf(IReadOnlyList<Offer> offers)
    {
        var codes = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var offer in offers.Where(one => one.Codes is not null))
        {
            var path = CodeFile.PathOf(offer.Codes!);
            if (texts.TryGetValue(path, out var text)) codes.Add(offer.Name, CodeFile.Read(path, text, mistakes));
            else
            {
                warnings.Add(new BadInputException("offers.yaml",
                    $"The codes of '{offer.Name}' are not here: there is no {path}.",
                    "Put the file there; without codes nobody is promised the offer."));
            }
        }
        return codes;
    }

    WrittenNames written = new([]);

    // A strategy that is mistyped in a rule has had no contact, which the rule would not say. Segments are read before
    // what offers and topics there are.
    Func<NameKind, IReadOnlySet<string>?> NamesIn(StrategyNames? names = null) => kind =>
    {
        if (!shop.ChecksNames) return null;
        IEnumerable<string>? here = kind switch
        {
            NameKind.Strategy => written.Strategies,
            NameKind.Step => written.Steps,
            NameKind.Topic => names?.Policies.Topics.Select(topic => topic.Name),
            NameKind.Offer => names?.Offers.Select(one => one.Offer.Name),
            NameKind.Disposition => NameKinds.Dispositions,
            _ => null,
        };
        return here is null ? shop.Rules.Names(kind) : new HashSet<string>([.. here,
            .. shop.Rules.Names(kind) ?? new HashSet<string>()]);
    };

    IReadOnlyList<Occasion> occasions = [];
    IReadOnlyList<NamedList> lists = [];

    StrategyNames NamesOf(RuleContext context, RuleReading rules)
    {
        occasions = Root("occasions.yaml") is { } days
            ? mistakes.Try(() => new OccasionReader(rules, mistakes).Read(days), []) : [];
        return new StrategyNames
        {
            Occasions = [.. occasions.Select(one => one.Name)], Lists = [.. lists.Select(one => one.Name)],
            Segments = context.Segments,
            Attributes = new AttributeSet(
                context.Attributes.Where(one => AttributeSet.OfEveryShop.All(other => other.Name != one.Name)),
                ShopCalendars.IdOf),
            Offers = Root("offers.yaml") is { } offers
                ? mistakes.Try(() => new OfferReader(mistakes).Read(offers), []) : [],
            Policies = Root("policies.yaml") is { } policies
                ? mistakes.Try(() => new PolicyReader(rules, mistakes).Read(policies), ContactPolicies.None)
                : ContactPolicies.None,
            Channels = Root("channels.yaml") is { } channels
                ? mistakes.Try(() => new ChannelReader(mistakes).Read(channels), ShopChannels.None) : ShopChannels.None,
        };
    }

    IEnumerable<string> In(string folder) =>
        texts.Keys.Where(name => name.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    YamlNode? Root(string file)
    {
        if (!texts.TryGetValue(file, out var text)) return null;
        try
        {
            return YamlReader.Read(text, file, "Write something, or take the file away.", showsWay: false);
        }
        catch (BadInputException broken)
        {
            mistakes.Add(InBrackets(broken, file, text) ?? broken);
            return null;
        }
    }

    // The parser trips over the comma of a rule between brackets, and tells of commas and brackets.
    static BadInputException? InBrackets(BadInputException broken, string file, string text)
    {
        if (!broken.Problem.Contains("flow sequence") && !broken.Problem.Contains("flow mapping")) return null;
        if (PlaceForm().Match(broken.Place) is not { Success: true } place) return null;
        var lines = text.Split('\n');
        for (var line = Math.Min(int.Parse(place.Groups[1].ValueSpan), lines.Length) - 1; line >= 0; line--)
        {
            var open = lines[line].IndexOfAny(['[', '{']);
            if (open < 0) continue;
            if (!lines[line][open..].Contains('(')) return null;
            var isList = lines[line][open] == '[';
            return new YamlSource(file, text, showsWay: false).Wrong(line + 1, open + 1, "",
                $"A rule with commas cannot stand inside {(isList ? "[ ]" : "{ }")}.", isList
                    ? "Put each on a line of its own, behind \"- \"." : "Put each key on a line of its own.");
        }
        return null;
    }

    List<ShopSegment> Segments()
    {
        var read = new List<ShopSegment>();
        foreach (var file in In("segments/"))
        {
            var drafts = mistakes.Try(() => SegmentFiles.Parse(texts[file], file, shop.Rules.Bins), []);
            foreach (var draft in drafts)
            {
                var segment = draft.Segment;
                if (shop.Shipped.Contains(segment.Name) && !draft.ReplacesShipped)
                {
                    mistakes.Add(new BadInputException(segment.Place, $"'{segment.Name}' comes with Perennial.",
                        "Choose another name, or write 'replaces: shipped'."));
                }
                else if (read.Find(one => one.Name == segment.Name) is { } twice)
                {
                    mistakes.Add(new BadInputException(segment.Place, $"Two segments are called '{segment.Name}'.",
                        $"Rename one; the other is in {twice.Place}."));
                }
                else read.Add(segment);
            }
        }
        return read;
    }

    // One that is wrong is told of once, and not again wherever it is named.
    RuleContext ContextOf(List<ShopSegment> own)
    {
        ShopSegment[] all = [.. shop.Segments.Where(one => own.All(other => other.Name != one.Name)), .. own];
        var (good, left) = (all.Where(one => !own.Contains(one)).ToList(), own.ToList());
        var errors = new List<BadInputException>();
        var rules = shop.Rules with { Names = NamesIn() };
        for (var before = left.Count + 1; left.Count < before;)
        {
            (before, errors) = (left.Count, []);
            foreach (var segment in left.ToList())
            {
                try
                {
                    _ = new SegmentCatalogue([.. good, segment], rules);
                    good.Add(segment);
                    left.Remove(segment);
                }
                catch (BadInputException wrong)
                {
                    errors.Add(wrong);
                }
            }
        }
        foreach (var error in errors) mistakes.Add(error);
        var catalogue = new SegmentCatalogue(good, rules);
        return shop.Rules with
        {
            Segments = [.. all.Select(one => one.Name)],
            SegmentRule = name => catalogue.Find(name)?.Rule ?? new Everybody(),
        };
    }

    // What stands above the first key.
    static string CommentOf(string text) => string.Join(' ', text.Split('\n').TakeWhile(line => line.StartsWith('#'))
        .Select(line => line.TrimStart('#').Trim()));
}
