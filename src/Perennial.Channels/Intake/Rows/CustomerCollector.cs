using System.Text;
using Perennial.Channels.Intake.Formats;
using Perennial.Core;
using Perennial.Core.Intake;

namespace Perennial.Channels.Intake.Rows;

/// <summary>Finds out whose record it is, and numbers the customers in order of appearance.</summary>
sealed class CustomerCollector(Cells cells, RowRules rules)
{
    readonly KeyTable keys = new();
    readonly DetailsCollector? details = DetailsCollector.For(cells);
    readonly CustomerAddresses? addresses = cells.Mapping.Has(Target.Email) ? new(cells) : null;
    byte[] key = new byte[256];
    int keyLength;
    List<string>? told;

    /// <summary>Number of customers.</summary>
    public int Count => keys.Count;

    /// <summary>Kind of the key found last.</summary>
    public CustomerKeyKind Kind { get; private set; }

    /// <summary>The key found last, in the form in which it is compared.</summary>
    public ReadOnlySpan<byte> Key => key.AsSpan(0, keyLength);

    /// <summary>Whether what stands where the current record's customer number belongs was rounded by a spreadsheet.
    /// </summary>
    public bool IsRounded { get; private set; }

    /// <summary>Finds the current record's key. False if it has none. A number that several people share says who it
    /// was where no other key stands beside it.</summary>
    public bool TryIdentify()
    {
        IsRounded = false;
        (CustomerKeyKind Kind, byte[] Key)? severals = null;
        foreach (var target in rules.CustomerKeys)
        {
            var cell = cells[target];
            if (cell.IsEmpty) continue;
            Kind = target switch
            {
                Target.Email => CustomerKeyKind.Email,
                Target.Phone => CustomerKeyKind.Phone,
                _ => CustomerKeyKind.External,
            };
            // "17850.0" is 17850.
            if (rules.CustomerHasPointZero && Kind == CustomerKeyKind.External && cell.EndsWith(".0"u8))
                cell = cell[..^2];
            if (Kind == CustomerKeyKind.Phone)
                cell = Encoding.UTF8.GetBytes(cells.Phones.Number(Encoding.UTF8.GetString(cell)));
            var found = KeyText.Compared(Kind, cell, ref key);
            keyLength = found.Length;
            if (keyLength > key.Length) key = new byte[keyLength * 2];
            if (keyLength > 0)
            {
                found.CopyTo(key);
                if (!IsSeverals()) return true;
                severals ??= (Kind, Key.ToArray());
                continue;
            }
            IsRounded |= KeyText.IsRounded(cell);
            // What follows would name the same person by another key than in the rows that are not rounded.
            if (IsRounded) return false;
        }
        if (severals is not { } left) return false;
        (Kind, keyLength) = (left.Kind, left.Key.Length);
        left.Key.CopyTo(key, 0);
        return true;
    }

    bool IsSeverals()
    {
        if (cells.Keys.Shared.Count == 0) return false;
        var text = Encoding.UTF8.GetString(Key);
        return cells.Keys.AreSeverals(Kind, text, CustomerId.OfCompared(Kind, text));
    }

    /// <summary>Numbers the customer found last.</summary>
    public int Number() => keys.Add(Key, out _, (byte)Kind);

    /// <summary>The number of the customer found last; −1 if they are new.</summary>
    public int FindNumber() => keys.Find(Key, (byte)Kind);

    /// <summary>A customer's key, for messages.</summary>
    public string Text(int customer) => Encoding.UTF8.GetString(keys[customer]);

    /// <summary>Keeps what the current record says of a customer; later records overrule earlier ones.</summary>
    /// <param name="customer">Whose record it is.</param>
    /// <param name="at">When.</param>
    /// <param name="place">The order, or the place among records of facts, that it is of; −1 for none.</param>
    public void Note(int customer, Instant at, int place = -1)
    {
        details?.Note(customer, at);
        addresses?.Note(customer, place);
    }

    // Numbers with more addresses than one person has.
    IEnumerable<(int Customer, int Addresses)> Tills => (addresses?.WithSeveral ?? [])
        .Where(one => one.Addresses > cells.MostAddresses && keys.Tag(one.Customer) == (byte)CustomerKeyKind.External);

    /// <summary>The e-mail addresses that stood beside numbers that several people seem to share, by the numbers that
    /// customers have when they are finished.</summary>
    public IReadOnlyDictionary<int, IReadOnlyList<string>> TillAddresses(int[] newNumber) => Tills
        .Where(one => newNumber[one.Customer] >= 0)
        .ToDictionary(one => newNumber[one.Customer], one => addresses!.Of(one.Customer));

    /// <summary>The addresses that stood beside the orders, or records of facts, of such numbers, by place.</summary>
    /// <param name="customers">Whose each is, as long as customers are not finished.</param>
    public IReadOnlyDictionary<int, string> AddressesBeside(ReadOnlySpan<int> customers)
    {
        var tills = Tills.Select(one => one.Customer).ToHashSet();
        var found = new Dictionary<int, string>();
        for (var place = 0; tills.Count > 0 && place < customers.Length; place++)
        {
            if (tills.Contains(customers[place]) && addresses!.Beside(customers[place], place) is { } address)
                found.Add(place, address);
        }
        return found;
    }

    /// <summary>Tells of customer numbers that several people seem to share.</summary>
    public void Warn(List<string> warnings)
    {
        told = warnings;
        var most = cells.MostAddresses;
        var shared = Tills.OrderByDescending(one => one.Addresses).ThenBy(one => one.Customer).ToList();
        if (shared.Count == 0) return;
        warnings.Add((shared.Count == 1 ? "One customer number has" : $"{shared.Count:N0} customer numbers have")
            + $" more than {most} e-mail addresses (such as '{Text(shared[0].Customer)}' with"
            + $" {shared[0].Addresses:N0}): that is no one customer but a till, a reseller or what a program writes for"
            + " nobody. Everything under such a number counts as one customer's. Empty the number in these rows, and"
            + " their addresses say who somebody is; or take it apart after the import: perennial doctor --unjoin"
            + $" {Text(shared[0].Customer)}.");
    }

    /// <summary>Tells, once they are finished, of customers of whom it could not be read since when they are there.
    /// </summary>
    public void WarnOfBeginnings(List<string> warnings)
    {
        if (details is not { UnreadSince: > 0 and var unread }) return;
        var column = cells.Mapping.ColumnName(cells.Mapping[Target.CustomerSince]);
        warnings.Add($"Of {unread:N0} {(unread == 1 ? "customer" : "customers")} the column {column} does not say since"
            + " when they are there: it is no day, or one still to come. They begin with their first fact, or with"
            + " this import. Say how days are written with --date-format.");
    }

    /// <summary>The customers that are kept, renumbered without gaps.</summary>
    /// <param name="kept">Which to keep; null for all.</param>
    /// <param name="newNumber">The new number of each, −1 if left out.</param>
    public (CustomerKeys Keys, CustomerKeyKind[] Kinds, CustomerDetails?[] Details) Finish(
        bool[]? kept, out int[] newNumber)
    {
        newNumber = new int[Count];
        var all = kept is null || Array.TrueForAll(kept, keep => keep);
        var table = all ? keys : new KeyTable();
        for (var i = 0; i < newNumber.Length; i++)
            newNumber[i] = all ? i : kept![i] ? table.Add(keys[i], out _, keys.Tag(i)) : -1;
        var kinds = new CustomerKeyKind[table.Count];
        for (var i = 0; i < kinds.Length; i++) kinds[i] = (CustomerKeyKind)table.Tag(i);
        var said = details?.Finish(newNumber, table.Count) ?? [];
        told?.AddRange(details?.Unread ?? []);
        return (table.ToKeys(), kinds, said);
    }
}
