using Perennial.Core;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Access;

/// <summary>Sessions, and links that let somebody in once.</summary>
public sealed class SignInStore
{
    // By so much the clocks of two processes may differ.
    const long Ahead = 60 * 60 * 1000;

    readonly StoreShards shards;

    internal SignInStore(StoreShards shards) => this.shards = shards;

    /// <summary>Adds a link that works once. There is one link to become the first admin: the newest.</summary>
    /// <param name="link">The link.</param>
    /// <param name="audit">Who made it for whom; null for the first admin's, which the program makes.</param>
    public void AddLink(SignIn link, AuditEntry? audit = null)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        using var transaction = Transaction.Write(database);
        if (link.Kind == SignInKind.First) database.Query("end-first-links").Run();
        AddSignIn(database, link);
        if (audit is not null) AuditLog.Add(database, audit);
        transaction.Commit();
    }

    /// <summary>A session or link that has not expired, with whose it is (null for the first admin's); or null.
    /// </summary>
    /// <param name="secretHash">SHA-256 of its secret.</param>
    /// <param name="now">The present.</param>
    public (SignIn SignIn, StaffMember? Staff)? Find(string secretHash, Instant now)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        var row = database.Query("sign-in", "secret_hash").Bind(1, secretHash);
        if (!row.Step()) return null;
        var found = new SignIn(
            secretHash, EnumWord.Parse<SignInKind>(row.Text(0)!), row.Text(1), row.Instant(2), row.Instant(3));
        row.Reset();
        // What begins later than now is of a clock that has been set back since, and would last until then.
        if (found.ExpiresAt <= now || found.CreatedAt.UnixMs > now.UnixMs + Ahead) return null;
        if (found.Kind == SignInKind.First) return database.Query("any-staff").Any() ? null : (found, null);
        return StaffStore.ById(database, found.StaffId ?? "") is { } staff ? (found, staff) : null;
    }

    /// <summary>Uses up the link of a member of staff: sets the password, ends all sessions.</summary>
    /// <returns>Whose it was; null where the link is none, or no more.</returns>
    public StaffMember? TakeLink(string secretHash, string passwordHash, Instant now)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        using var transaction = Transaction.Write(database);
        if (Take(database, secretHash, now) is not (SignInKind.Link, { } id)) return null;
        if (StaffStore.ById(database, id) is not { } staff) return null;
        StaffStore.SetPassword(database, staff.Id, passwordHash);
        AuditLog.Add(database, new AuditEntry(now, Actor.Of(staff), "password chosen", staff.Name));
        transaction.Commit();
        return staff;
    }

    /// <summary>Uses up the link of a shop without staff: its first admin is in.</summary>
    /// <returns>Whether it was that; false where the link is none, or no more, or there is staff already.</returns>
    public bool TakeFirstLink(string secretHash, StaffMember admin, Instant now)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        using var transaction = Transaction.Write(database);
        if (database.Query("any-staff").Any()) return false;
        if (Take(database, secretHash, now) is not (SignInKind.First, _)) return false;
        StaffStore.Add(database, admin);
        database.Query("end-first-links").Run();
        AuditLog.Add(database, new AuditEntry(now, Actor.Of(admin), "staff added", admin.Name) { After = "admin" });
        transaction.Commit();
        return true;
    }

    /// <summary>Somebody is signed in: the session begins, failed tries are forgotten, and the address is known.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="audit">Who signed in.</param>
    /// <param name="address">From where; null where nobody says.</param>
    public void AddSession(SignIn session, AuditEntry audit, string? address = null)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        using var transaction = Transaction.Write(database);
        database.Query("end-expired-sign-ins", "now").Bind(1, session.CreatedAt).Run();
        var (id, now) = (session.StaffId!, session.CreatedAt);
        // Who comes from where they are known says nothing of who has been guessing elsewhere.
        if (address is null || StaffAddresses.Find(database, id, address, now) is null)
            StaffStore.SetFailures(database, id, new SignInPause(0, Instant.None));
        if (address is not null) StaffAddresses.Put(database, id, address, now);
        AddSignIn(database, session);
        AuditLog.Add(database, audit);
        transaction.Commit();
    }

    /// <summary>Lets a session last longer; it never lasts shorter.</summary>
    public void ExtendSession(string secretHash, Instant expiresAt)
    {
        using var rental = shards.Rent();
        rental.Database.Query("extend-sign-in", "expires_at", "secret_hash", "not_beyond")
            .Bind(1, expiresAt).Bind(2, secretHash).Bind(3, expiresAt).Run();
    }

    /// <summary>Ends one session.</summary>
    public void EndSession(string secretHash)
    {
        using var rental = shards.Rent();
        rental.Database.Query("end-sign-in", "secret_hash").Bind(1, secretHash).Run();
    }

    static (SignInKind Kind, string? StaffId)? Take(Database database, string secretHash, Instant now)
    {
        var row = database.Query("take-link", "secret_hash", "now").Bind(1, secretHash).Bind(2, now);
        if (!row.Step()) return null;
        var taken = (EnumWord.Parse<SignInKind>(row.Text(0)!), row.Text(1));
        // To the end: the row is gone only then.
        while (row.Step()) { }
        return taken;
    }

    static void AddSignIn(Database database, SignIn signIn) => database
        .Query("add-sign-in", "secret_hash", "kind", "staff_id", "created_at", "expires_at")
        .Bind(1, signIn.SecretHash).Bind(2, EnumWord.Of(signIn.Kind)).Bind(3, signIn.StaffId).Bind(4, signIn.CreatedAt)
        .Bind(5, signIn.ExpiresAt).Run();
}
