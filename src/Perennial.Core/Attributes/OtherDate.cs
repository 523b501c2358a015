using System.Globalization;

namespace Perennial.Core.Attributes;

/// <summary>A day on which a customer buys for somebody: a birthday of a friend, an anniversary of parents.</summary>
/// <param name="Label">What day it is.</param>
/// <param name="Recipient">For whom; empty where it was not said.</param>
/// <param name="Day">The day; of a yearly one the first. <see cref="NoDay"/> where nobody said when, and only that it
/// is not wanted.</param>
/// <param name="IsYearly">Whether it comes again every year.</param>
public sealed record OtherDate(string Label, string Recipient, DateOnly Day, bool IsYearly)
{
    /// <summary>What the names of days among the attributes begin with.</summary>
    public const string NamePrefix = "date:";

    const string Prefix = NamePrefix, Yearly = "yearly", Not = "not", None = "none";
    const int Longest = 80;

    /// <summary>Stands where nobody said which day it is.</summary>
    public static readonly DateOnly NoDay = DateOnly.MinValue;

    /// <summary>Whether it is said which day it is.</summary>
    public bool HasDay => Day != NoDay;

    /// <summary>Whether an attribute's name is that of a date.</summary>
    public static bool IsName(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Whether a label and a recipient are possible.</summary>
    public static bool IsPossible(string label, string recipient) => label.Length is > 0 and <= Longest
        && recipient.Length <= Longest && !label.Contains('/');

    /// <summary>The years in which the customer does not want to hear of it.</summary>
    public IReadOnlyList<int> NotIn { get; init; } = [];

    /// <summary>The name under which it is kept among the attributes.</summary>
    public string Name => $"{Prefix}{Label}/{Recipient}";

    /// <summary>The value under which it is kept.</summary>
    public string Value => string.Join(' ', [
        HasDay ? Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : None,
        .. IsYearly ? [Yearly] : Array.Empty<string>(),
        .. NotIn.Distinct().Order().Select(year => $"{Not}:{year}"),
    ]);

    /// <summary>What is to be said of a customer to keep it.</summary>
    /// <exception cref="BadInputException">The label is none.</exception>
    public AttributeStatement Statement => IsPossible(Label, Recipient) ? new(Name, Value)
        : throw new BadInputException("date", $"'{Label}' is no label of a day.",
            $"Write up to {Longest} characters without a slash, such as birthday.");

    /// <summary>The day when it comes next, from a day on; null where it is over, not wanted or not known. What falls
    /// on February
    /// 29th falls on the 28th in other years.</summary>
    public DateOnly? Next(DateOnly from)
    {
        if (!HasDay) return null;
        if (!IsYearly) return Day < from || NotIn.Contains(Day.Year) ? null : Day;
        for (var year = Math.Max(from.Year, Day.Year); year <= from.Year + NotIn.Count + 1 || year == Day.Year; year++)
        {
            var day = new DateOnly(year, Day.Month, Math.Min(Day.Day, DateTime.DaysInMonth(year, Day.Month)));
            if (day >= from && !NotIn.Contains(year)) return day;
        }
        return null;
    }

    /// <summary>The date that an attribute is; null where it is none, or was taken back.</summary>
    public static OtherDate? Of(string name, string value)
    {
        var slash = name.IndexOf('/');
        if (!IsName(name) || slash < 0) return null;
        var parts = value.Split(' ');
        var day = NoDay;
        if (parts[0] != None && !DateOnly.TryParseExact(parts[0], "yyyy-MM-dd", CultureInfo.InvariantCulture,
            DateTimeStyles.None, out day)) return null;
        return new OtherDate(name[Prefix.Length..slash], name[(slash + 1)..], day, parts.Contains(Yearly))
        {
            NotIn = [.. parts.Where(part => part.StartsWith($"{Not}:", StringComparison.Ordinal))
                .Select(part => int.Parse(part.AsSpan(Not.Length + 1), CultureInfo.InvariantCulture))],
        };
    }
}
