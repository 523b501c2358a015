using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Access;

namespace Perennial.Access;

/// <summary>Lets staff in and out: links that work once, passwords, sessions.</summary>
sealed class StaffDoor(ShopStore store, TimeProvider clock)
{
    /// <summary>What is written down when a link is made.</summary>
    public const string Linking = "sign-in link made";

    /// <summary>How long a link works.</summary>
    public static readonly TimeSpan LinkLasts = TimeSpan.FromHours(24);

    /// <summary>How long a session lasts after it was last used: a working day.</summary>
    public static readonly TimeSpan SessionIdles = TimeSpan.FromHours(12);

    static readonly TimeSpan sessionLasts = TimeSpan.FromDays(30);

    Instant Now => Instant.From(clock.GetUtcNow());

    /// <summary>The address below which a link's secret stands.</summary>
    public const string Welcome = "/welcome";

    /// <summary>A link's secret for the first admin of a shop without staff.</summary>
    public string FirstLink() => AddLink(SignInKind.First, null);

    /// <summary>A link's secret for somebody to choose a password with.</summary>
    public string Link(StaffMember staff, Actor by) =>
        AddLink(SignInKind.Link, staff.Id, new AuditEntry(Now, by, Linking, staff.Name));

    /// <summary>What a link is for; null where it is none, or no more.</summary>
    public (SignInKind Kind, StaffMember? Staff)? Look(string secret) =>
        store.SignIns.Find(Secret.Hash(secret), Now) is { SignIn.Kind: SignInKind.Link or SignInKind.First } found
            ? (found.SignIn.Kind, found.Staff) : null;

    /// <summary>Uses a link up: the password is chosen, and its owner signed in.</summary>
    /// <param name="secret">The link's.</param>
    /// <param name="name">For the first admin; others have one.</param>
    /// <param name="email">Likewise.</param>
    /// <param name="password">The new one.</param>
    /// <param name="address">From where; null where nobody says.</param>
    /// <returns>The session's secret; null where the link is none, or no more.</returns>
    /// <exception cref="BadInputException">Name, address or password will not do.</exception>
    public string? Enter(string secret, string name, string email, string password, string? address = null)
    {
        if (Look(secret) is not { } link) return null;
        if (link.Staff is { } staff)
        {
            Passwords.RefuseWeak(password, staff.Name, staff.Email);
            var taken = store.SignIns.TakeLink(Secret.Hash(secret), Passwords.Hash(password), Now);
            return taken is null ? null : Begin(taken, address);
        }
        var admin = StaffEditing.New(name, email, StaffRole.Admin, Now);
        Passwords.RefuseWeak(password, admin.Name, admin.Email);
        admin = admin with { PasswordHash = Passwords.Hash(password) };
        return store.SignIns.TakeFirstLink(Secret.Hash(secret), admin, Now) ? Begin(admin, address) : null;
    }

    /// <summary>Signs somebody in.</summary>
    /// <param name="email">As it was typed.</param>
    /// <param name="password">As it was typed.</param>
    /// <param name="address">From where.</param>
    /// <param name="isSlowed">Whether too many tries came from there.</param>
    /// <returns>The session's secret; null where address and password do not belong together, or after too many
    /// failures: which of them is not said.</returns>
    public string? SignIn(string email, string password, string address, bool isSlowed = false)
    {
        var staff = store.Staff.BeginSignIn(Try(email, address) with { IsAddressSlowed = isSlowed });
        var (isRight, isWeak) = Passwords.Check(staff?.PasswordHash, password);
        if (staff is null || !isRight)
        {
            if (staff is not null) store.Audit.Add(new AuditEntry(Now, Actor.Of(staff), "sign-in refused", staff.Name));
            return null;
        }
        if (isWeak) store.Staff.RehashPassword(staff.Id, staff.PasswordHash!, Passwords.Hash(password));
        return Begin(staff, address);
    }

    /// <summary>Whose session it is; null where it is none, or no more. Using a session lets it last.</summary>
    public StaffMember? Use(string secret)
    {
        var (hash, now) = (Secret.Hash(secret), Now);
        if (store.SignIns.Find(hash, now) is not ({ Kind: SignInKind.Session } session, { } staff)) return null;
        var expires = Math.Min(now.UnixMs + (long)SessionIdles.TotalMilliseconds,
            session.CreatedAt.UnixMs + (long)sessionLasts.TotalMilliseconds);
        // At most a dozen times in its life, and beside the request: a write waits for an import that is running.
        if (expires - session.ExpiresAt.UnixMs > (long)SessionIdles.TotalMilliseconds / 12)
            _ = Task.Run(() => Extend(hash, new Instant(expires)));
        return staff;
    }

    /// <summary>Ends a session.</summary>
    public void SignOut(string secret) => store.SignIns.EndSession(Secret.Hash(secret));

    /// <summary>Chooses another password; all sessions end, and a new one begins.</summary>
    /// <returns>The session's secret; null where the old password is wrong.</returns>
    /// <exception cref="BadInputException">The new password will not do.</exception>
    public string? ChangePassword(StaffMember staff, string old, string password, string address)
    {
        var known = store.Staff.BeginSignIn(Try(staff.Email, address));
        if (!Passwords.Check(known?.PasswordHash, old).IsRight) return null;
        Passwords.RefuseWeak(password, staff.Name, staff.Email);
        store.Staff.SetPassword(staff.Id, Passwords.Hash(password),
            new AuditEntry(Now, Actor.Of(staff), "password changed", staff.Name));
        return Begin(staff, address);
    }

    SignInTry Try(string email, string address) => new(email, address, Now)
    {
        Pause = SignInPauses.OfAccount, LongestPause = SignInPauses.Longest,
    };

    string AddLink(SignInKind kind, string? staffId, AuditEntry? audit = null)
    {
        var secret = Secret.ForLink();
        store.SignIns.AddLink(Entry(secret, kind, staffId, LinkLasts), audit);
        return secret;
    }

    string Begin(StaffMember staff, string? address)
    {
        var secret = Secret.ForSession();
        store.SignIns.AddSession(Entry(secret, SignInKind.Session, staff.Id, SessionIdles),
            new AuditEntry(Now, Actor.Of(staff), "signed in", staff.Name), address);
        return secret;
    }

    SignIn Entry(string secret, SignInKind kind, string? staffId, TimeSpan lasts)
    {
        var now = Now;
        return new(Secret.Hash(secret), kind, staffId, now, new Instant(now.UnixMs + (long)lasts.TotalMilliseconds));
    }

    // The store may be busy or closing: the next request tries again.
    void Extend(string hash, Instant expires)
    {
        try
        {
            store.SignIns.ExtendSession(hash, expires);
        }
        catch (Exception error) when (error is BadInputException or ObjectDisposedException) { }
    }
}
