namespace Perennial.Access;

/// <summary>How long tries to sign in wait after others failed, and from which addresses they wait: there whichever
/// accounts were tried.</summary>
/// <remarks>Addresses are remembered by each process alone: accounts, which the store remembers, are what is guarded.
/// Safe for several threads.</remarks>
sealed class SignInPauses(TimeProvider clock)
{
    /// <summary>The longest that anybody waits: a lock for hours would let anybody keep staff out.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    // So many wrong passwords are typing errors; after that each costs twice the time of the one before.
    const int FreeOfAccount = 4, FreeOfAddress = 10;

    const int MostAddresses = 10_000;

    static readonly TimeSpan kept = TimeSpan.FromHours(1);

    readonly Lock gate = new();
    readonly Dictionary<string, (int Failures, long At)> addresses = [];

    /// <summary>How long nobody tries an account after so many failures.</summary>
    public static TimeSpan OfAccount(int failures) => After(failures - FreeOfAccount);

    /// <summary>Whether no try from an address is looked at now.</summary>
    public bool Holds(string address)
    {
        lock (gate)
        {
            return addresses.TryGetValue(address, out var one)
                && clock.GetElapsedTime(one.At) < After(one.Failures - FreeOfAddress);
        }
    }

    /// <summary>A try from an address failed.</summary>
    public void Failed(string address)
    {
        lock (gate)
        {
            if (addresses.Count >= MostAddresses) Forget();
            var before = addresses.GetValueOrDefault(address);
            var isLate = before.Failures > 0 && clock.GetElapsedTime(before.At) > kept;
            addresses[address] = (isLate ? 1 : Math.Min(before.Failures + 1, 100), clock.GetTimestamp());
        }
    }

    // Those that are over; where whoever guesses has more than that, all: the accounts' own pauses remain.
    void Forget()
    {
        foreach (var (address, one) in addresses)
            if (clock.GetElapsedTime(one.At) > kept) addresses.Remove(address);
        if (addresses.Count >= MostAddresses) addresses.Clear();
    }

    static TimeSpan After(int failures)
    {
        if (failures <= 0) return TimeSpan.Zero;
        var seconds = Math.Pow(2, Math.Min(failures, 10));
        return seconds < Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : Longest;
    }
}
