using System.Globalization;
using System.Text.Json;

namespace Perennial.Data.Engines;

/// <summary>Values that a query asks for, all of them as one parameter: one question where each would be one, and one
/// text however many there are.</summary>
sealed class ValueList
{
    readonly IReadOnlyCollection<string>? texts;
    readonly IReadOnlyCollection<int> numbers = [];

    public ValueList(string name, IReadOnlyCollection<string> texts) => (Name, this.texts) = (name, texts);

    public ValueList(string name, IReadOnlyCollection<int> numbers) => (Name, this.numbers) = (name, numbers);

    /// <summary>The parameter's name.</summary>
    public string Name { get; }

    /// <summary>Whether they are texts and not whole numbers.</summary>
    public bool AreTexts => texts is not null;

    /// <summary>As the query writes it.</summary>
    public string Condition => $"in (@{Name})";

    /// <summary>As JSON.</summary>
    public string ToJson() => texts is null ? $"[{Joined()}]" : JsonSerializer.Serialize(texts);

    /// <summary>As PostgreSQL writes an array.</summary>
    public string ToArrayText() => texts is null ? $"{{{Joined()}}}"
        : $"{{{string.Join(',', texts.Select(text => $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"")}\""))}}}";

    string Joined() =>
        string.Join(',', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));
}
