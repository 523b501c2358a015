using Perennial.Core;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Access;

/// <summary>Who works with the shop.</summary>
public sealed class StaffStore
{
    readonly StoreShards shards;

    internal StaffStore(StoreShards shards) => this.shards = shards;

    /// <summary>All staff, by name.</summary>
    public IReadOnlyList<StaffMember> All()
    {
        using var rental = shards.Rent();
        var rows = rental.Database.Query("staff");
        var staff = new List<StaffMember>();
        while (rows.Step()) staff.Add(StaffOf(rows));
        return staff;
    }

    /// <summary>Whether the shop has any staff: without, its first visitor becomes its admin.</summary>
    public bool Any()
    {
        using var rental = shards.Rent();
        return rental.Database.Query("any-staff").Any();
    }

    /// <summary>A member of staff, or null.</summary>
    public StaffMember? ById(string id)
    {
        using var rental = shards.Rent();
        return ById(rental.Database, id);
    }

    /// <summary>A member of staff by e-mail address in any case, or null.</summary>
    public StaffMember? ByEmail(string email)
    {
        using var rental = shards.Rent();
        return ByEmail(rental.Database, email);
    }

    /// <summary>Adds a member of staff.</summary>
    /// <exception cref="BadInputException">Somebody has that address already.</exception>
    public void Add(StaffMember staff, AuditEntry audit)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        using var transaction = Transaction.Write(database);
        Add(database, staff);
        AuditLog.Add(database, audit);
        transaction.Commit();
    }

    /// <summary>Gives somebody another role.</summary>
    /// <exception cref="BadInputException">Nobody would be left to let others in.</exception>
    public void SetRole(string id, StaffRole role, AuditEntry audit)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        using var transaction = Transaction.Write(database);
        if (role != StaffRole.Admin) RefuseLastAdmin(database, id);
        database.Query("set-staff-role", "role", "staff_id").Bind(1, EnumWord.Of(role)).Bind(2, id).Run();
        AuditLog.Add(database, audit);
        transaction.Commit();
    }

    /// <summary>Takes somebody off the staff and ends their sessions.</summary>
    /// <exception cref="BadInputException">Nobody would be left to let others in.</exception>
    public void Remove(string id, AuditEntry audit)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        using var transaction = Transaction.Write(database);
        RefuseLastAdmin(database, id);
        database.Query("end-sign-ins-of-staff", "staff_id").Bind(1, id).Run();
        StaffAddresses.Delete(database, id);
        database.Query("delete-staff", "staff_id").Bind(1, id).Run();
        AuditLog.Add(database, audit);
        transaction.Commit();
    }

    /// <summary>Sets a password and ends all sessions and links of its owner.</summary>
    public void SetPassword(string id, string passwordHash, AuditEntry audit)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        using var transaction = Transaction.Write(database);
        SetPassword(database, id, passwordHash);
        AuditLog.Add(database, audit);
        transaction.Commit();
    }

    /// <summary>Keeps the same password in a stronger form.</summary>
    public void RehashPassword(string id, string oldHash, string passwordHash)
    {
        using var rental = shards.Rent();
        rental.Database.Query("rehash-staff-password", "password_hash", "staff_id", "old_hash")
            .Bind(1, passwordHash).Bind(2, id).Bind(3, oldHash).Run();
    }

    /// <summary>Counts a try to sign in as failed before its password is looked at, so that many at once count
    /// as many: where they have signed in before, of that address alone, and elsewhere of all such addresses together.
    /// Whoever is let in is told so by <see cref="SignInStore.AddSession"/>.</summary>
    /// <returns>Who it would be; null where nobody has the address, or no try is looked at now.</returns>
    public StaffMember? BeginSignIn(SignInTry one)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        using var transaction = Transaction.Write(database);
        database.Query("lock-staff", "email").Bind(1, Typed(one.Email)).Run();
        if (ByEmail(database, one.Email) is not { } staff) return null;
        var known = StaffAddresses.Find(database, staff.Id, one.Address, one.Now);
        if (known is null && one.IsAddressSlowed) return null;
        var before = known ?? new SignInPause(staff.Failures, staff.LockedUntil);
        if (before.Holds(one.Now, one.LongestPause)) return null;
        var after = before.Next(one.Now, one.Pause);
        if (known is null) SetFailures(database, staff.Id, after);
        else StaffAddresses.SetFailures(database, staff.Id, one.Address, after);
        transaction.Commit();
        return staff;
    }

    internal static void Add(Database database, StaffMember staff)
    {
        var added = database.Query("add-staff", "staff_id", "name", "email", "role", "password_hash", "created_at")
            .Bind(1, staff.Id).Bind(2, staff.Name).Bind(3, staff.Email).Bind(4, EnumWord.Of(staff.Role))
            .Bind(5, staff.PasswordHash).Bind(6, staff.CreatedAt).Run();
        if (added == 0)
        {
            throw new BadInputException("e-mail", "Somebody of the staff has this address already.",
                "Use another address, or a new link for that person.");
        }
    }

    internal static void SetPassword(Database database, string id, string passwordHash)
    {
        database.Query("set-staff-password", "password_hash", "staff_id").Bind(1, passwordHash).Bind(2, id).Run();
        database.Query("end-sign-ins-of-staff", "staff_id").Bind(1, id).Run();
    }

    internal static void SetFailures(Database database, string id, SignInPause pause) => database
        .Query("set-staff-failures", "failures", "locked_until_at", "staff_id")
        .Bind(1, pause.Failures).Bind(2, pause.Until).Bind(3, id).Run();

    static void RefuseLastAdmin(Database database, string id)
    {
        // Of two admins who take one another away at once, the second waits and is refused.
        database.Query("lock-admins").Run();
        if (ById(database, id)?.Role != StaffRole.Admin) return;
        if (database.Query("other-admins", "staff_id").Bind(1, id).Number() > 0) return;
        throw new BadInputException("staff", "This is the only admin.", "Make somebody else an admin first.");
    }

    internal static StaffMember? ById(Database database, string id) =>
        OneStaff(database.Query("staff-by-id", "staff_id").Bind(1, id));

    static StaffMember? ByEmail(Database database, string email) =>
        OneStaff(database.Query("staff-by-email", "email").Bind(1, Typed(email)));

    static string Typed(string email) => email.Trim().ToLowerInvariant();

    static StaffMember? OneStaff(Statement row)
    {
        if (!row.Step()) return null;
        var staff = StaffOf(row);
        row.Reset();
        return staff;
    }

    static StaffMember StaffOf(Rows row) => new(
        row.Text(0)!, row.Text(1)!, row.Text(2)!, EnumWord.Parse<StaffRole>(row.Text(3)!), row.Instant(7))
    {
        PasswordHash = row.Text(4),
        Failures = row.Int32(5),
        LockedUntil = row.IsNull(6) ? Instant.None : row.Instant(6),
    };
}
