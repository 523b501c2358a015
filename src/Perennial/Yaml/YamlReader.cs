using System.Text;
using Perennial.Core;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Perennial.Yaml;

/// <summary>
/// The one reader of YAML, and of JSON, which is YAML too: every file that people write, and every body that is one.
/// Each value keeps its place. What could mean more than one sees is refused: anchors, aliases, tags, a key twice, a
/// second document; and so is what is too large, before it has cost anything.
/// </summary>
sealed class YamlReader
{
    /// <summary>How much a text may hold: bytes, levels of lists and keys, and values.</summary>
    public const int MostBytes = 1 << 20, MostLevels = 20, MostValues = 50_000;

    readonly YamlSource source;
    readonly Parser parser;
    readonly string empty;
    int values;

    YamlReader(YamlSource source, string empty)
    {
        this.source = source;
        this.empty = empty;
        parser = new Parser(new StringReader(source.Text));
    }

    ParsingEvent Current => parser.Current!;

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">What people call it, for errors.</param>
    /// <param name="empty">What to do where it says nothing.</param>
    /// <param name="showsWay">Whether places in errors name the keys that lead there beside line and column.</param>
    /// <exception cref="BadInputException">It is no YAML, or holds what is refused: with file, line and column.
    /// </exception>
    public static YamlNode Read(string text, string file, string empty, bool showsWay = true)
    {
        // Some editors write a mark before the first letter; nobody sees it.
        var source = new YamlSource(file, text.TrimStart('\uFEFF'), showsWay);
        if (text.Length > MostBytes || Encoding.UTF8.GetByteCount(text) > MostBytes) throw YamlFile.TooLarge(source);
        return new YamlReader(source, empty).Whole();
    }

    YamlNode Whole()
    {
        Next();
        Next();
        if (Current is not DocumentStart) throw Nothing();
        Next();
        var root = Value("", 1);
        if (root.IsNone) throw Nothing();
        Next();
        if (Current is not DocumentStart second) return root;
        throw Wrong(second, "", "A second document begins here.", "Leave '---' out, or make a file of each.");
    }

    // Leaves the event behind the value current.
    YamlNode Value(string path, int level)
    {
        var begin = (NodeEvent)Refused(Current, path);
        if (++values > MostValues)
            throw Wrong(begin, "", $"It holds more than {MostValues:N0} values.", "Cut it into several files.");
        if (begin is Scalar scalar)
        {
            RefuseNul(scalar, path);
            Next();
            return new YamlScalar(source, scalar, path);
        }
        if (level > MostLevels)
            throw Wrong(begin, "", $"It is nested more than {MostLevels} levels deep.", "Nothing here needs so many.");
        Next();
        YamlNode value = begin is SequenceStart
            ? new YamlList(source, begin.Start, path, Items(path, level))
            : new YamlMap(source, begin.Start, path, Entries(path, level));
        Next();
        return value;
    }

    List<YamlNode> Items(string path, int level)
    {
        var items = new List<YamlNode>();
        while (Current is not SequenceEnd) items.Add(Value($"{path}[{items.Count}]", level + 1));
        return items;
    }

    List<(YamlScalar, YamlNode)> Entries(string path, int level)
    {
        var entries = new List<(YamlScalar Key, YamlNode Value)>();
        var known = new Dictionary<string, YamlScalar>();
        while (Current is not MappingEnd)
        {
            var key = Key(path);
            if (!known.TryAdd(key.Value, key))
            {
                throw key.Wrong($"'{key.Value}' stands here twice.",
                    $"Take one out; the other is in line {known[key.Value].Line}.");
            }
            entries.Add((key, Value(key.Path, level + 1)));
        }
        return entries;
    }

    YamlScalar Key(string path)
    {
        if (Refused(Current, path) is not Scalar { Value.Length: > 0 } scalar)
        {
            throw Wrong(Current, path, "Before the colon stands no word.",
                "Write a key; put a text that begins with { or [ into quotes.");
        }
        RefuseNul(scalar, path);
        if (scalar is { Value: "<<", Style: ScalarStyle.Plain })
            throw Wrong(scalar, path, "'<<' takes over keys from elsewhere.", "Write them out.");
        if (++values > MostValues)
            throw Wrong(scalar, "", $"It holds more than {MostValues:N0} values.", "Cut it into several files.");
        Next();
        return new YamlScalar(source, scalar, path.Length == 0 ? scalar.Value : $"{path}.{scalar.Value}");
    }

    // No database takes it for a letter.
    void RefuseNul(Scalar scalar, string path)
    {
        if (scalar.Value.Contains('\0'))
            throw Wrong(scalar, path, "Here stands what no text has (NUL).", "Take it out.");
    }

    // What stands in one place and counts in another, or makes another type of a value, nobody sees while reading.
    ParsingEvent Refused(ParsingEvent here, string path)
    {
        if (here is AnchorAlias alias)
        {
            throw Wrong(here, path, $"'*{alias.Value.Value}' stands for what is written elsewhere.",
                "Write it out, or put the text into quotes.");
        }
        if (here is not NodeEvent node) return here;
        if (!node.Anchor.IsEmpty)
        {
            throw Wrong(here, path, $"'&{node.Anchor.Value}' is a name for other places to refer to.",
                "Leave it out, or put the text into quotes.");
        }
        if (!node.Tag.IsEmpty)
        {
            throw Wrong(here, path, $"'{node.Tag.Value}' is a type, and types follow from keys.",
                "Leave it out, or put the text into quotes.");
        }
        return here;
    }

    void Next()
    {
        try
        {
            parser.MoveNext();
        }
        catch (YamlException error)
        {
            throw Broken(error);
        }
        // What nobody wrote by hand makes the parser stumble in ways of its own.
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or FormatException
            or OverflowException or IndexOutOfRangeException or NullReferenceException or InvalidCastException)
        {
            var line = parser.Current is { } last ? Math.Max(1, (int)last.End.Line) : 1;
            var rest = Enumerable.Range(line, Math.Max(0, source.Lines - line + 1));
            throw TabIn([.. rest]) ?? Wrong(line, 1, "This is no YAML.",
                "Correct what stands here or in the lines below.");
        }
    }

    BadInputException Broken(YamlException error)
    {
        var line = Math.Max(1, (int)error.Start.Line);
        return TabIn(line, line - 1, line + 1) ?? Wrong(line, Math.Max(1, (int)error.Start.Column),
            $"This is no YAML: {Lower((error.InnerException ?? error).Message.TrimEnd('.'))}.",
            "Correct this line or the one above: indents, quotes, brackets, and a blank behind each colon.");
    }

    // The parser is surprised at a tab only near it, in the words of its grammar.
    BadInputException? TabIn(params int[] lines)
    {
        foreach (var line in lines.Where(line => line >= 1 && line <= source.Lines))
        {
            for (var at = source.StartOf(line); at < source.Text.Length && source.Text[at] is ' ' or '\t' or '-'; at++)
            {
                if (source.Text[at] != '\t') continue;
                return Wrong(line, at - source.StartOf(line) + 1, "A tab stands here.",
                    "Indent with blanks: YAML takes no tabs for that.");
            }
        }
        return null;
    }

    static string Lower(string text) => text.Length == 0 ? text : char.ToLowerInvariant(text[0]) + text[1..];

    BadInputException Nothing() => Wrong(1, 1, "It says nothing.", empty);

    BadInputException Wrong(ParsingEvent here, string path, string problem, string remedy) =>
        source.Wrong((int)here.Start.Line, (int)here.Start.Column, path, problem, remedy);

    BadInputException Wrong(int line, int column, string problem, string remedy) =>
        source.Wrong(line, column, "", problem, remedy);
}
