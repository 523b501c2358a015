namespace Perennial.Core.Profiles;

/// <summary>Products by number: each id once, numbered in the order of arrival.</summary>
/// <remarks>Reading is safe for several threads at once, adding is not.</remarks>
public sealed class ProductIds
{
    readonly List<string> ids = [];
    readonly Dictionary<string, int> numberOf = [];

    /// <summary>How many there are.</summary>
    public int Count => ids.Count;

    /// <summary>The id of a number.</summary>
    public string this[int number] => ids[number];

    /// <summary>The number of an id, which is added if it is new.</summary>
    public int NumberOf(ReadOnlySpan<char> id)
    {
        var known = numberOf.GetAlternateLookup<ReadOnlySpan<char>>();
        if (known.TryGetValue(id, out var number)) return number;
        number = ids.Count;
        ids.Add(id.ToString());
        numberOf.Add(ids[number], number);
        return number;
    }

    /// <summary>The number of an id, or −1.</summary>
    public int Find(string id) => numberOf.GetValueOrDefault(id, -1);
}
