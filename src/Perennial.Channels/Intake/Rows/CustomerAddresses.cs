using Perennial.Channels.Intake.Formats;
using Perennial.Core;

namespace Perennial.Channels.Intake.Rows;

/// <summary>Notes which e-mail addresses stand beside each customer's number, and beside which of their orders or
/// facts: a number with many is no customer's.</summary>
/// <remarks>Most customers have one, which costs a comparison a record.</remarks>
sealed class CustomerAddresses(Cells cells)
{
    readonly List<string?> first = [];
    // Of customers with more than one: each as it is compared, with its number from 1 up.
    readonly Dictionary<int, Dictionary<string, int>> several = [];
    readonly List<int> ofPlace = [];

    /// <summary>Takes what the current record says.</summary>
    /// <param name="customer">Whose record it is.</param>
    /// <param name="place">The order, or the record of facts, that it is of; −1 for none. An order's first record
    /// counts.</param>
    public void Note(int customer, int place)
    {
        var number = NumberOf(customer);
        if (place < 0 || number == 0) return;
        while (ofPlace.Count <= place) ofPlace.Add(0);
        if (ofPlace[place] == 0) ofPlace[place] = number;
    }

    /// <summary>Customers with more than one address, and how many.</summary>
    public IEnumerable<(int Customer, int Addresses)> WithSeveral =>
        several.Where(one => one.Value.Count > 1).Select(one => (one.Key, one.Value.Count));

    /// <summary>The addresses of a customer who has several, as they are compared.</summary>
    public IReadOnlyList<string> Of(int customer) => [.. several[customer].Keys.Order(StringComparer.Ordinal)];

    /// <summary>The address that stood beside an order or fact of such a customer; null for none.</summary>
    public string? Beside(int customer, int place) => place >= ofPlace.Count || ofPlace[place] == 0 ? null
        : several[customer].First(one => one.Value == ofPlace[place]).Key;

    // 0 for none.
    int NumberOf(int customer)
    {
        var cell = cells[Target.Email];
        if (cell.IsEmpty) return 0;
        while (first.Count <= customer) first.Add(null);
        if (DetailsCollector.Equal(first[customer], cell)) return 1;
        var address = KeyText.Compared(CustomerKeyKind.Email, cells.Text(Target.Email));
        if (address.Length == 0) return 0;
        if (first[customer] is not { } known)
        {
            first[customer] = cells.Text(Target.Email);
            return 1;
        }
        if (!several.TryGetValue(customer, out var all))
            several.Add(customer, all = new(StringComparer.Ordinal)
            {
                [KeyText.Compared(CustomerKeyKind.Email, known)] = 1,
            });
        if (!all.TryGetValue(address, out var number)) all.Add(address, number = all.Count + 1);
        return number;
    }
}
