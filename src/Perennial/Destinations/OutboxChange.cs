using System.Text.Json;
using Perennial.Core;
using Perennial.Data.Strategies;

namespace Perennial.Destinations;

/// <summary>What an outbox row says.</summary>
sealed record OutboxChange
{
    /// <summary>Instead of a change: the customer as part of a first sync.</summary>
    public const string First = """{"first":true}""";

    /// <summary>Columns that changed, with their values then, as the API writes them.</summary>
    public IReadOnlyDictionary<string, object?> Columns { get; init; } = new Dictionary<string, object?>();

    /// <summary>Segments entered.</summary>
    public IReadOnlyList<string> Entered { get; init; } = [];

    /// <summary>Segments left.</summary>
    public IReadOnlyList<string> Left { get; init; } = [];

    /// <summary>What strategies tell destinations of by name.</summary>
    public IReadOnlyList<ToldEvent> Events { get; init; } = [];

    /// <summary>The customer is there no more; the keys are all that is left of them. Unless it says more, they have
    /// left segments, and what became of them follows.</summary>
    public bool IsGone { get; init; }

    /// <summary>The customer was erased.</summary>
    public bool IsErased { get; init; }

    /// <summary>Whom the customer has become; null where they have become nobody else.</summary>
    public CustomerId? MergedInto { get; init; }

    /// <summary>Keys of a customer who is gone: key, external, email, phone.</summary>
    public IReadOnlyDictionary<string, string> Keys { get; init; } = new Dictionary<string, string>();

    /// <summary>The customer was not known before: everything about them is news.</summary>
    public bool IsNew { get; init; }

    /// <summary>No change: everything about the customer is sent for the first time.</summary>
    public bool IsFirst { get; init; }

    /// <summary>Reads a row's text.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static OutboxChange Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object) throw new JsonException("A change is an object.");
        return new OutboxChange
        {
            Columns = root.TryGetProperty("columns", out var columns)
                ? columns.EnumerateObject().ToDictionary(one => one.Name, one => Value(one.Value)) : [],
            Entered = Names(root, "entered"),
            Left = Names(root, "left"),
            Events = ToldEvents.Of(root),
            IsGone = IsTrue(root, "gone") || IsTrue(root, "erased"),
            IsErased = IsTrue(root, "erased"),
            MergedInto = root.TryGetProperty("merged_into", out var other)
                && CustomerId.TryParse(other.GetString() ?? "", out var id) ? id : null,
            Keys = new[] { "key", "external", "email", "phone" }
                .Where(key => root.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String)
                .ToDictionary(key => key, key => root.GetProperty(key).GetString()!),
            IsNew = IsTrue(root, "new"),
            IsFirst = IsTrue(root, "first"),
        };
    }

    /// <summary>This change and a later one as one.</summary>
    public OutboxChange With(OutboxChange later)
    {
        // What became of somebody is the last of it.
        if (later.IsGone) return later with { Left = [.. Left.Union(later.Left)] };
        var columns = new Dictionary<string, object?>(Columns);
        foreach (var (name, value) in later.Columns) columns[name] = value;
        return new OutboxChange
        {
            Columns = columns,
            Entered = [.. Entered.Except(later.Left).Union(later.Entered.Except(Left))],
            Left = [.. Left.Except(later.Entered).Union(later.Left.Except(Entered))],
            Events = [.. Events, .. later.Events],
            IsNew = IsNew || later.IsNew,
            IsFirst = IsFirst || later.IsFirst,
        };
    }

    static bool IsTrue(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    static string[] Names(JsonElement root, string name) => root.TryGetProperty(name, out var names)
        ? [.. names.EnumerateArray().Select(one => one.GetString()!)] : [];

    static object? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole
            : value.TryGetDecimal(out var number) ? number : value.GetDouble(),
        JsonValueKind.Object => value.TryGetProperty("id", out var id) ? id.GetString() : value.GetRawText(),
        JsonValueKind.Array => value.GetRawText(),
        _ => null,
    };
}

/// <summary>One or more outbox rows of one customer that go out as one.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Rows">The rows, in their order.</param>
/// <param name="Change">What they say together.</param>
sealed record PendingChange(CustomerId Customer, IReadOnlyList<Data.Destinations.Delivery> Rows, OutboxChange Change)
{
    /// <summary>Where it stands among the others.</summary>
    public long FirstSequence => Rows[0].Sequence;

    /// <summary>What tells it apart at the receiver, for as long as it is sent alone.</summary>
    public long LastSequence => Rows[^1].Sequence;

    /// <summary>This and a later row of the customer as one.</summary>
    public PendingChange With(Data.Destinations.Delivery row, OutboxChange later) =>
        this with { Rows = [.. Rows, row], Change = Change.With(later) };
}
