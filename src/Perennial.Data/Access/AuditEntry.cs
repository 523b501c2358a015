using Perennial.Core;

namespace Perennial.Data.Access;

/// <summary>Who changes something: a member of staff, a program with a key, or whoever sits at the terminal.</summary>
/// <param name="Kind">staff, key, terminal, demo.</param>
/// <param name="Id">The staff's or the key's id; for a terminal the account's name.</param>
/// <param name="Name">As it is called at the time.</param>
public sealed record Actor(string Kind, string Id, string Name)
{
    /// <summary>Whoever runs the program in a terminal.</summary>
    public static Actor Terminal(string account) => new("terminal", account, account);

    /// <summary>A member of staff.</summary>
    public static Actor Of(StaffMember staff) => new("staff", staff.Id, staff.Name);

    /// <summary>A program with a key.</summary>
    public static Actor Of(ApiKey key) => new("key", key.Id, key.Source);
}

/// <summary>One change. Says nothing personal of a customer but the id.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="What">In a few words, always the same for the same: "segment saved".</param>
/// <param name="Subject">What was changed: a segment's name, a customer's id.</param>
public sealed record AuditEntry(Instant At, Actor By, string What, string Subject)
{
    /// <summary>The store's id; ascending with time. Empty until stored.</summary>
    public string Id { get; init; } = "";

    /// <summary>How it was before, in short; empty for nothing or not known.</summary>
    public string Before { get; init; } = "";

    /// <summary>How it is now, in short; empty for gone.</summary>
    public string After { get; init; } = "";
}
