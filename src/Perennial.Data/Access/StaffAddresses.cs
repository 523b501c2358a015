using System.Security.Cryptography;
using System.Text;
using Perennial.Core;
using Perennial.Data.Engines;

namespace Perennial.Data.Access;

/// <summary>Addresses from which staff have signed in lately: guessing elsewhere does not hold them up there.</summary>
static class StaffAddresses
{
    static readonly long keptMs = (long)TimeSpan.FromDays(90).TotalMilliseconds;

    /// <summary>The failed tries from an address that is known; null where it is not.</summary>
    public static SignInPause? Find(Database database, string staffId, string address, Instant now)
    {
        var row = database.Query("staff-address", "staff_id", "address_hash", "since")
            .Bind(1, staffId).Bind(2, Hash(staffId, address)).Bind(3, Since(now));
        if (!row.Step()) return null;
        var pause = new SignInPause(row.Int32(0), row.IsNull(1) ? Instant.None : row.Instant(1));
        row.Reset();
        return pause;
    }

    public static void SetFailures(Database database, string staffId, string address, SignInPause pause) => database
        .Query("set-address-failures", "failures", "waits_until_at", "staff_id", "address_hash")
        .Bind(1, pause.Failures).Bind(2, pause.Until).Bind(3, staffId).Bind(4, Hash(staffId, address)).Run();

    /// <summary>Somebody came in from there. Addresses of which nobody has for a while are forgotten.</summary>
    public static void Put(Database database, string staffId, string address, Instant now)
    {
        database.Query("delete-old-addresses", "since").Bind(1, Since(now)).Run();
        database.Query("put-staff-address", "staff_id", "address_hash", "signed_in_at")
            .Bind(1, staffId).Bind(2, Hash(staffId, address)).Bind(3, now).Run();
    }

    public static void Delete(Database database, string staffId) =>
        database.Query("delete-addresses-of-staff", "staff_id").Bind(1, staffId).Run();

    static Instant Since(Instant now) => new(now.UnixMs - keptMs);

    static string Hash(string staffId, string address) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{staffId} {address}")));
}
