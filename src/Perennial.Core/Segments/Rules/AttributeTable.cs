using Perennial.Core.Attributes;

namespace Perennial.Core.Segments.Rules;

/// <summary>What is known of a customer besides facts and columns.</summary>
public enum CustomerAttribute
{
    /// <summary>As the source wrote it.</summary>
    Country,

    /// <summary>Region or state.</summary>
    Region,

    /// <summary>City.</summary>
    City,

    /// <summary>Postal code.</summary>
    Postcode,

    /// <summary>The system that first named the customer.</summary>
    Source,

    /// <summary>Only whether an e-mail address is known.</summary>
    Email,

    /// <summary>Only whether a telephone number is known.</summary>
    Phone,

    /// <summary>Only whether the birthday is known, and when it comes.</summary>
    Birthday,

    /// <summary>Only whether a postal address is known.</summary>
    Address,
}

/// <summary>Attributes of a set of customers, row by row: each a number that stands for a text.</summary>
public sealed class AttributeTable
{
    /// <summary>Every attribute.</summary>
    public static IReadOnlyList<CustomerAttribute> All { get; } = Enum.GetValues<CustomerAttribute>();

    readonly int[][] codes;
    readonly List<string>[] texts;
    readonly Dictionary<string, int>[] codeOf;

    /// <summary>A table of customers of whom nothing is known yet.</summary>
    public AttributeTable(int rows)
    {
        Count = rows;
        codes = [.. All.Select(_ => new int[rows])];
        texts = [.. All.Select(_ => new List<string>())];
        codeOf = [.. All.Select(_ => new Dictionary<string, int>())];
        Birthdays = new int[rows];
        Array.Fill(Birthdays, -1);
    }

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    /// <summary>Its name in rules.</summary>
    public static string NameOf(CustomerAttribute attribute) => attribute.ToString().ToLowerInvariant();

    /// <summary>The attribute of a name, or null.</summary>
    public static CustomerAttribute? Find(string name)
    {
        foreach (var attribute in All)
            if (NameOf(attribute).Equals(name, StringComparison.OrdinalIgnoreCase)) return attribute;
        return null;
    }

    /// <summary>Whether rules may ask only if there is one: addresses and birthdays name persons, not groups.</summary>
    public static bool OnlyKnown(CustomerAttribute attribute) =>
        attribute is CustomerAttribute.Email or CustomerAttribute.Phone or CustomerAttribute.Birthday
            or CustomerAttribute.Address;

    /// <summary>Sets a value; null or an empty text for none. Of the birthday it is its day since 1970-01-01. Not safe
    /// for several threads at once.</summary>
    public void Set(int row, CustomerAttribute attribute, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            codes[(int)attribute][row] = 0;
            if (attribute == CustomerAttribute.Birthday) Birthdays[row] = -1;
            return;
        }
        if (attribute == CustomerAttribute.Birthday) Birthdays[row] = YearDay.Of(ShopCalendar.Date(
            int.Parse(text, System.Globalization.CultureInfo.InvariantCulture)));
        // Of what only counts whether it is known, no copy is kept.
        var kept = OnlyKnown(attribute) ? "known" : text;
        var known = codeOf[(int)attribute];
        if (!known.TryGetValue(kept, out var code))
        {
            texts[(int)attribute].Add(kept);
            known.Add(kept, code = texts[(int)attribute].Count);
        }
        codes[(int)attribute][row] = code;
    }

    /// <summary>The value, or an empty text.</summary>
    public string Text(int row, CustomerAttribute attribute)
    {
        var code = codes[(int)attribute][row];
        return code == 0 ? "" : texts[(int)attribute][code - 1];
    }

    /// <summary>The birthdays as days of the year (<see cref="YearDay"/>); −1 where none is known.</summary>
    internal int[] Birthdays { get; }

    /// <summary>The days of other people that have a label: each row's number, and what the numbers stand for.
    /// </summary>
    internal IReadOnlyList<(int[] Codes, OtherDate?[] Dates)> DatesOf(DateTest test) =>
    [
        .. own.Where(one => one.Key.StartsWith(test.Prefix, StringComparison.Ordinal)).Select(one => (one.Value.Codes,
            one.Value.Texts.Select(text => OtherDate.Of(one.Key, text)).Prepend(null).ToArray())),
    ];

    internal int[] Codes(CustomerAttribute attribute) => codes[(int)attribute];

    /// <summary>Sets a value of an attribute that the shop keeps, as it is kept. Not safe for several threads at once.
    /// </summary>
    public void SetOwn(int row, string name, string value)
    {
        if (!own.TryGetValue(name, out var column)) own.Add(name, column = new OwnColumn(Count));
        column.Set(row, value);
    }

    /// <summary>Sets what address and telephone number tell of a customer's language and time zone, which holds where
    /// nothing was said. Not safe for several threads at once.</summary>
    public void SetPlace(int row, PlaceText place)
    {
        SetPlace(row, AttributeSet.Language, place.Languages);
        SetPlace(row, AttributeSet.TimeZone, place.Zones);
    }

    void SetPlace(int row, string name, string? value)
    {
        if (!own.TryGetValue(name, out var column))
        {
            if (value is null) return;
            own.Add(name, column = new OwnColumn(Count));
        }
        column.SetPlace(row, value ?? "");
    }

    /// <summary>The value, or an empty text.</summary>
    public string OwnText(int row, string name) => own.TryGetValue(name, out var column) ? column.Text(row) : "";

    internal int[] OwnCodes(string name) => own.TryGetValue(name, out var column) ? column.Codes : new int[Count];

    /// <summary>The numbers of the values for which a positive comparison holds.</summary>
    internal IReadOnlyList<WholeRange> OwnCodesWhere(OwnAttributeTest test)
    {
        IReadOnlyList<WholeRange> known =
            own.TryGetValue(test.Attribute.Name, out var column) ? column.CodesWhere(test.HoldsOf) : [];
        // Of whom nothing is known.
        return test.HoldsOf(test.Attribute.Otherwise) ? [new(0, 0), .. known] : known;
    }

    readonly Dictionary<string, OwnColumn> own = new(StringComparer.Ordinal);

    sealed class OwnColumn(int rows)
    {
        readonly List<string> texts = [];
        readonly Dictionary<string, int> codeOf = new(StringComparer.Ordinal);
        readonly int[] said = new int[rows];
        int[]? places;

        public int[] Codes
        {
            get
            {
                if (places is null) return said;
                var codes = places.AsSpan().ToArray();
                for (var row = 0; row < codes.Length; row++)
                    if (said[row] != 0) codes[row] = said[row];
                return codes;
            }
        }

        public IReadOnlyList<string> Texts => texts;

        public string Text(int row)
        {
            var code = said[row] == 0 && places is not null ? places[row] : said[row];
            return code == 0 ? "" : texts[code - 1];
        }

        public void Set(int row, string value) => said[row] = CodeOf(value);

        public void SetPlace(int row, string value) => (places ??= new int[rows])[row] = CodeOf(value);

        int CodeOf(string value)
        {
            if (value.Length == 0) return 0;
            if (codeOf.TryGetValue(value, out var code)) return code;
            texts.Add(value);
            codeOf.Add(value, texts.Count);
            return texts.Count;
        }

        public List<WholeRange> CodesWhere(Func<string, bool> holds) =>
        [
            .. texts.Index().Where(text => holds(text.Item))
                .Select(text => new WholeRange(text.Index + 1, text.Index + 1)),
        ];
    }

    /// <summary>The numbers of the texts for which the positive comparison holds.</summary>
    internal IReadOnlyList<WholeRange> CodesWhere(CustomerAttribute attribute, Comparison comparison)
    {
        var ranges = new List<WholeRange>();
        foreach (var (index, text) in texts[(int)attribute].Index())
        {
            if (!comparison.HoldsOf(text)) continue;
            if (ranges.Count > 0 && ranges[^1].To == index) ranges[^1] = ranges[^1] with { To = index + 1 };
            else ranges.Add(new(index + 1, index + 1));
        }
        return ranges;
    }
}
