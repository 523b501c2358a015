using System.Text;
using Perennial.Channels.Intake.Formats;
using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Channels.Intake.Rows;

/// <summary>Keeps names, addresses and consent of customers as the records go by.</summary>
/// <remarks>
/// The latest record that says something wins; an empty cell says nothing. Whether a record is later is judged by
/// its instant, not by its place in the file.
/// </remarks>
sealed class DetailsCollector
{
    static readonly Target[] Kept =
    [
        Target.FirstName, Target.LastName, Target.FullName, Target.Email, Target.Phone,
        Target.Address1, Target.Address2, Target.City, Target.Region, Target.Postcode, Target.Country, Target.Birthday,
        Target.CustomerSince, .. Generic.Consents,
    ];

    readonly Cells cells;
    readonly Target[] targets;
    readonly List<string?[]> known = [];
    readonly List<Instant[]> knownAt = [];
    readonly IReadOnlyList<(DeclaredAttribute Attribute, int Column)> attributes;
    readonly Dictionary<DeclaredAttribute, (int Count, string Example)> unread = [];

    DetailsCollector(Cells cells, Target[] targets, IReadOnlyList<(DeclaredAttribute, int)> attributes) =>
        (this.cells, this.targets, this.attributes) = (cells, targets, attributes);

    /// <summary>A collector for the columns the file has; null if it says nothing of its customers.</summary>
    public static DetailsCollector? For(Cells cells)
    {
        var present = Kept.Where(cells.Mapping.Has).ToArray();
        var attributes = cells.Mapping.AttributeColumns(cells.Attributes);
        return present.Length + attributes.Count == 0 ? null : new DetailsCollector(cells, present, attributes);
    }

    /// <summary>Takes what the current record says.</summary>
    public void Note(int customer, Instant at)
    {
        while (known.Count <= customer)
        {
            known.Add(new string?[targets.Length + attributes.Count]);
            knownAt.Add(new Instant[targets.Length + attributes.Count]);
        }
        var (row, rowAt) = (known[customer], knownAt[customer]);
        for (var i = 0; i < targets.Length; i++)
        {
            var cell = cells[targets[i]];
            if (cell.IsEmpty) continue;
            var isSame = Equal(row[i], cell);
            if (row[i] is not null && at < rowAt[i]) continue;
            rowAt[i] = at;
            if (!isSame) row[i] = cells.Text(targets[i]);
        }
        for (var i = 0; i < attributes.Count; i++)
        {
            var slot = targets.Length + i;
            var cell = cells.Raw(attributes[i].Column);
            if (cell.IsEmpty || (row[slot] is not null && at < rowAt[slot])) continue;
            rowAt[slot] = at;
            if (!Equal(row[slot], cell)) row[slot] = Encoding.UTF8.GetString(cell);
        }
    }

    /// <summary>Tells of values of attributes that are none.</summary>
    public IEnumerable<string> Unread => unread.Select(one => one.Value.Count == 1
        ? $"One value of {one.Key.Name} is no {AttributeSet.WordOf(one.Key)}: '{one.Value.Example}' was left out. "
            + AttributeSet.Remedy(one.Key, one.Value.Example)
        : $"{one.Value.Count:N0} values of {one.Key.Name} are no {AttributeSet.WordOf(one.Key)}, such as "
            + $"'{one.Value.Example}': they were left out. {AttributeSet.Remedy(one.Key, one.Value.Example)}");

    /// <summary>What is known of the customers that were kept.</summary>
    public CustomerDetails?[] Finish(int[] newNumber, int customers)
    {
        var all = new CustomerDetails?[customers];
        for (var i = 0; i < known.Count; i++)
            if (newNumber[i] >= 0) all[newNumber[i]] = ToDetails(known[i], knownAt[i]);
        return all;
    }

    CustomerDetails? ToDetails(string?[] row, Instant[] rowAt)
    {
        if (Array.TrueForAll(row, value => value is null)) return null;
        var (first, last) = Split(Value(row, Target.FullName));
        var details = new CustomerDetails
        {
            FirstName = Value(row, Target.FirstName) ?? (Value(row, Target.LastName) is null ? first : null),
            LastName = Value(row, Target.LastName) ?? (Value(row, Target.FirstName) is null ? last : null),
            Email = Value(row, Target.Email),
            Phone = cells.Phones.Number(Value(row, Target.Phone)),
            Address1 = Value(row, Target.Address1),
            Address2 = Value(row, Target.Address2),
            City = Value(row, Target.City),
            Region = Value(row, Target.Region),
            Postcode = Value(row, Target.Postcode),
            Country = Value(row, Target.Country),
            Birthday = Birthday(Value(row, Target.Birthday)),
            BeganAt = Since(Value(row, Target.CustomerSince)),
            ConsentEmail = Cells.YesNo(Value(row, Target.ConsentEmail)),
            ConsentSms = Cells.YesNo(Value(row, Target.ConsentSms)),
            ConsentPhone = Cells.YesNo(Value(row, Target.ConsentPhone)),
            ConsentPost = Cells.YesNo(Value(row, Target.ConsentPost)),
            Attributes = attributes.Count == 0 ? [] : Attributes(row, rowAt),
        };
        return Terms(row).Applied(details, Cells.YesNo(Value(row, Target.ConsentAds)), channel => channel switch
        {
            ContactChannel.Email => At(rowAt, Target.ConsentEmail),
            ContactChannel.Sms => At(rowAt, Target.ConsentSms),
            ContactChannel.Call => At(rowAt, Target.ConsentPhone),
            ContactChannel.Letter => At(rowAt, Target.ConsentPost),
            _ => At(rowAt, Target.ConsentAds),
        });
    }

    List<AttributeStatement> Attributes(string?[] row, Instant[] rowAt)
    {
        var said = new List<AttributeStatement>();
        foreach (var (index, (attribute, _)) in attributes.Index())
        {
            var slot = targets.Length + index;
            if (row[slot] is not { } text || string.IsNullOrWhiteSpace(text)) continue;
            if (cells.Attributes.Read(attribute, text) is not { } value)
            {
                var before = unread.GetValueOrDefault(attribute, (0, text));
                unread[attribute] = (before.Item1 + 1, before.Item2);
            }
            // Beside an order it was said with it; a file of customers says what holds now.
            else said.Add(new AttributeStatement(attribute.Name, value)
            {
                SaidAt = rowAt[slot] == default ? Instant.None : rowAt[slot],
            });
        }
        return said;
    }

    // A consent beside an order was said with it: read again tomorrow, it must not lift what was refused today. A file
    // of customers has no instants and says what holds now.
    Instant? At(Instant[] rowAt, Target target) =>
        Array.IndexOf(targets, target) is >= 0 and var index && rowAt[index] != default ? rowAt[index] : null;

    ConsentTerms Terms(string?[] row) => new(Value(row, Target.ConsentTopic), Value(row, Target.ConsentBasis),
        Value(row, Target.ConsentSource), Value(row, Target.ConsentWording),
        cells.Past(Value(row, Target.ConsentAt)), cells.Moment(Value(row, Target.ConsentExpiresAt)),
        cells.Past(Value(row, Target.ConfirmedAt)));

    // A day that nobody can read, or that is still to come, makes nobody begin.
    Instant? Since(string? text)
    {
        var since = cells.Past(text) is { UnixMs: > 0 } day ? day : (Instant?)null;
        if (text is not null && since is null) UnreadSince++;
        return since;
    }

    /// <summary>Customers of whom it could not be read since when they are there; known once they are finished.
    /// </summary>
    public int UnreadSince { get; private set; }

    DateOnly? Birthday(string? text) => text is null ? null : cells.Date(Encoding.UTF8.GetBytes(text));

    string? Value(string?[] row, Target target)
    {
        var index = Array.IndexOf(targets, target);
        return index < 0 ? null : row[index];
    }

    // "Anna Maria Berg": the last word is the family name.
    static (string? First, string? Last) Split(string? name)
    {
        if (name is null) return (null, null);
        var blank = name.LastIndexOf(' ');
        return blank < 0 ? (null, name) : (name[..blank].TrimEnd(), name[(blank + 1)..]);
    }

    /// <summary>Whether a cell holds a text that is known. Most records repeat what is known: compare before a string
    /// is made.</summary>
    public static bool Equal(string? known, ReadOnlySpan<byte> cell)
    {
        if (known is null || known.Length != cell.Length) return false;
        for (var i = 0; i < cell.Length; i++)
            if (cell[i] >= 128 || known[i] != cell[i]) return false;
        return true;
    }
}
