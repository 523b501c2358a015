using Perennial.Core;

namespace Perennial.Data.Identity;

/// <summary>Two customers who may be one person.</summary>
/// <param name="One">The one.</param>
/// <param name="Other">The other.</param>
/// <param name="SaidAt">When a key of the one was said with a key of the other.</param>
readonly record struct PossibleDuplicate(CustomerId One, CustomerId Other, Instant SaidAt);

/// <summary>
/// Tells whom no key that is said in passing joins: two of the shop's own numbers, and two who both have an e-mail
/// address of their own. Somebody may have signed in at another's computer, and a customer may give a new address that
/// was somebody's before: the address moves, the histories do not.
/// </summary>
sealed class TwoPeople(
    Func<IReadOnlyList<CustomerId>, IEnumerable<CustomerId>> readKnown,
    Func<IReadOnlyList<CustomerId>, IEnumerable<(CustomerId Customer, CustomerId Address)>> readAddresses)
{
    readonly Dictionary<CustomerId, bool> known = [];
    readonly Dictionary<CustomerId, HashSet<CustomerId>> addresses = [];
    readonly HashSet<CustomerId> speaking = [];
    readonly Dictionary<CustomerId, CustomerId> gained = [];
    readonly HashSet<CustomerId> withSeveral = [];
    readonly HashSet<PossibleDuplicate> found = [];
    readonly HashSet<ContestedKey> contested = [];

    /// <summary>The keys that were said of two people.</summary>
    public IReadOnlyCollection<ContestedKey> Contested => contested;

    /// <summary>Pairs that were not joined, though they share an address or a device.</summary>
    public IReadOnlyCollection<PossibleDuplicate> Found => found;

    /// <summary>An address under which something is said that has to be somebody's.</summary>
    public void Speaks(CustomerId address) => speaking.Add(address);

    /// <summary>Reads at once what many pairs need.</summary>
    /// <param name="some">Addresses that are still their own, ascending.</param>
    /// <param name="numbers">Customers by the shop's own numbers whom the pairs name, ascending.</param>
    public void Read(IReadOnlyList<CustomerId> some, IReadOnlyList<CustomerId> numbers)
    {
        foreach (var id in some) known[id] = false;
        foreach (var id in some.Count == 0 ? [] : readKnown(some)) known[id] = true;
        // Nobody's address moves unless somebody had it.
        if (!known.ContainsValue(true)) return;
        foreach (var id in numbers) addresses[id] = [];
        foreach (var (customer, address) in numbers.Count == 0 ? [] : readAddresses(numbers))
            addresses[customer].Add(address);
    }

    /// <summary>Whether a pair of keys that somebody said in passing would join two people.</summary>
    public bool Are(
        (CustomerId Id, CustomerKeyKind Kind) one, (CustomerId Id, CustomerKeyKind Kind) other, KeyPair pair)
    {
        const CustomerKeyKind number = CustomerKeyKind.External, address = CustomerKeyKind.Email;
        var areTwo = (one.Kind, other.Kind) switch
        {
            (number, number) => true,
            (address, address) => IsSomebody(one.Id, pair),
            (address, number) => IsSomebody(one.Id, pair) && HasOther(other.Id, one.Id),
            (number, address) => HasOther(one.Id, other.Id),
            _ => false,
        };
        if (areTwo && pair.Kind != number)
        {
            contested.Add(new ContestedKey(pair.Kind, pair.Key, new NamedCustomer(one.Id, one.Kind),
                new NamedCustomer(other.Id, other.Kind)));
        }
        // Two numbers on one device are two members of a household, or a till.
        if (areTwo && (pair.Kind == address || one.Kind != number || other.Kind != number))
            found.Add(new PossibleDuplicate(one.Id, other.Id, pair.SaidAt));
        return areTwo;
    }

    /// <summary>Notes that a key is a customer's now.</summary>
    public void Join((CustomerId Id, CustomerKeyKind Kind) key, CustomerId customer)
    {
        if (key.Kind == CustomerKeyKind.Email && !gained.TryAdd(customer, key.Id)) withSeveral.Add(customer);
    }

    // An address that nobody was known by is whose it is said to be.
    bool IsSomebody(CustomerId address, KeyPair pair)
    {
        if (address != pair.Id || speaking.Contains(address)) return true;
        if (!known.TryGetValue(address, out var isKnown))
            known.Add(address, isKnown = readKnown([address]).Any());
        return isKnown;
    }

    bool HasOther(CustomerId number, CustomerId address)
    {
        if (!addresses.TryGetValue(number, out var had))
            addresses.Add(number, had = [.. readAddresses([number]).Select(one => one.Address)]);
        return had.Any(one => one != address) || withSeveral.Contains(number)
            || (gained.TryGetValue(number, out var own) && own != address);
    }
}
