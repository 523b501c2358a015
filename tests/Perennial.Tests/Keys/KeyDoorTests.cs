using Perennial.Core;
using static Perennial.Core.CustomerKeyKind;

namespace Perennial.Tests.Keys;

/// <summary>Every door, every kind of key: what is nobody's key, and what is one under what nobody meant.</summary>
public class KeyDoorTests
{
    // A list of its own: what programs, spreadsheets and people are known to write.
    static readonly string[] Words =
    [
        "undefined", "UNDEFINED", "null", "NULL", "None", "none", "nil", "NaN", "N/A", "n/a", "#N/A", "na", "-", "--",
        "?", "\\N", "0", "0.0", "000000", "-1", "true", "False", "[object Object]", "[object Undefined]", "anonymous",
        "Guest", "guest checkout", "unknown", "(not set)", "{{ customer.id }}", "${userId}", "*|UNIQID|*", "{}", "[]",
        "00000000-0000-0000-0000-000000000000", "{00000000-0000-0000-0000-000000000000}", "\u200B", "\uFEFF",
        "null\u200B", "\u00A0undefined\u00A0", "\"null\"", "'0", "0;", "6.12346E+12", "1,5E+09",
    ];

    internal static readonly Dictionary<CustomerKeyKind, string[]> Placeholders = new()
    {
        [External] = Words,
        [Anonymous] = Words,
        [Email] = [.. Words, "ann", "@", "ann@", "@example.com", "ann@example", "null@null.com", "n/a@n/a.com",
            "none@none.none", "undefined@example.com", "mailto:", "Ann Ash <>"],
        [Phone] = [.. Words, "call me", "123", "000-0000", "+1 111 111 1111", "1234567890", "0123456789",
            "06 00 00 00 00", "+33 6 00 00 00 00", "06 12 34",
            "4.91512E+11"],
    };

    internal static readonly Dictionary<CustomerKeyKind, string> Clean = new()
    {
        [External] = "C-1042", [Anonymous] = "a1-B2", [Email] = "ann@example.com", [Phone] = "+33155512345",
    };

    static readonly string[] Around =
    [
        "{0}", " {0} ", "\u00A0{0}\u00A0", "\u202F{0}", "{0}\u200B", "\uFEFF{0}", "\u200E{0}\u200F", "\u2060{0}\u00AD",
        "'{0}", "\"{0}\"", "{0};", "{0},", "{0} ;", "\t{0}\t",
    ];

    internal static readonly Dictionary<CustomerKeyKind, string[]> Spellings = new()
    {
        [External] = Around,
        [Anonymous] = Around,
        [Email] =
        [
            .. Around, "mailto:{0}", "MAILTO:{0}?subject=Hello", "Ann Ash <{0}>", "\"Ash, Ann\" <{0}>;", "<{0}>",
            "{0}.", "ANN@Example.COM", "ann\u200B@example.com", "Ann Ash <mailto:{0}>",
        ],
        [Phone] = [.. Around, "+33 1 55 51 23 45", "+33.1-55/51 (23) 45", "+33\u00A0155\u200B512345",
            "\uFF0B\uFF13\uFF13\uFF11\uFF15\uFF15\uFF15\uFF11\uFF12\uFF13\uFF14\uFF15"],
    };

    public static TheoryData<string, CustomerKeyKind> Doors
    {
        get
        {
            var all = new TheoryData<string, CustomerKeyKind>();
            foreach (var (door, kinds) in KeyDoors.All)
                foreach (var kind in kinds) all.Add(door, kind);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public void A_placeholder_is_nobodys_key(string door, CustomerKeyKind kind)
    {
        var nobody = KeyDoors.Name(door, kind, "null");
        Assert.All(Placeholders[kind].Where(text => Stays(door, text)), text => Assert.Equal(
            // Two keys that are not there are nobody's, and one of two names nobody else.
            (text, nobody), (text, KeyDoors.Name(door, kind, text))));
        Assert.Null(nobody);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public void A_key_is_the_same_under_whatever_nobody_meant(string door, CustomerKeyKind kind)
    {
        var clean = Clean[kind];
        var expected = CustomerId.Of(kind, clean);
        Assert.All(Spellings[kind].Select(form => form.Replace("{0}", clean)).Where(text => Stays(door, text)),
            text => Assert.Equal((text, expected), (text, KeyDoors.Name(door, kind, text))));
    }

    // A cell without quotes ends at a comma, and one that begins with a quote is quoted.
    static bool Stays(string door, string text) =>
        door != "file of simple orders" || !text.AsSpan().ContainsAny(",\"");
}
