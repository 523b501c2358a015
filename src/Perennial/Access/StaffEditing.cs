using System.Net.Mail;
using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Access;

namespace Perennial.Access;

/// <summary>Adds staff, changes what they may do, takes them off.</summary>
static class StaffEditing
{
    /// <summary>What is written down of each change.</summary>
    public const string Adding = "staff added", Changing = "role changed", Removing = "staff removed";

    const int LongestName = 80, LongestEmail = 254;

    /// <summary>A new member of staff, not yet stored.</summary>
    /// <exception cref="BadInputException">Name or address will not do.</exception>
    public static StaffMember New(string name, string email, StaffRole role, Instant now)
    {
        var (shownName, address) = (name.Trim(), email.Trim().ToLowerInvariant());
        if (shownName.Length is 0 or > LongestName)
            throw new BadInputException("name", "The name is empty or too long.", $"Give 1 to {LongestName} letters.");
        if (address.Length > LongestEmail || !MailAddress.TryCreate(address, out var parsed)
            || parsed.Address != address)
        {
            throw new BadInputException(
                "e-mail", $"'{address}' is no e-mail address.", "Write it as name@example.com.");
        }
        return new StaffMember(Secret.Id(), shownName, address, role, now);
    }

    /// <summary>Adds somebody, who then needs a link to choose a password.</summary>
    /// <exception cref="BadInputException">Name or address will not do, or the address is on the staff.</exception>
    public static StaffMember Add(
        ShopStore store, string name, string email, StaffRole role, Actor by, Instant now)
    {
        var staff = New(name, email, role, now);
        store.Staff.Add(staff, new AuditEntry(now, by, Adding, staff.Name) { After = RoleWord(role) });
        return staff;
    }

    /// <exception cref="BadInputException">There is no such person, or nobody would be left to let others in.
    /// </exception>
    public static void SetRole(ShopStore store, StaffMember staff, StaffRole role, Actor by, Instant now)
    {
        if (staff.Role == role) return;
        store.Staff.SetRole(staff.Id, role, new AuditEntry(now, by, Changing, staff.Name)
        {
            Before = RoleWord(staff.Role), After = RoleWord(role),
        });
    }

    /// <exception cref="BadInputException">Nobody would be left to let others in.</exception>
    public static void Remove(ShopStore store, StaffMember staff, Actor by, Instant now) => store.Staff.Remove(
        staff.Id, new AuditEntry(now, by, Removing, staff.Name) { Before = RoleWord(staff.Role) });

    /// <summary>Whoever has an address, or an id.</summary>
    /// <exception cref="BadInputException">Nobody has.</exception>
    public static StaffMember Find(ShopStore store, string emailOrId) =>
        store.Staff.ByEmail(emailOrId) ?? store.Staff.ById(emailOrId) ?? throw new MissingException(
            $"staff '{emailOrId}'", "Nobody of the staff has this address.", "perennial staff list names them all.");

    public static string RoleWord(StaffRole role) => role.ToString().ToLowerInvariant();

    /// <exception cref="BadInputException">It is no role.</exception>
    public static StaffRole Role(string word) =>
        Enum.TryParse<StaffRole>(word, ignoreCase: true, out var role) && Enum.IsDefined(role) ? role
            : throw new BadInputException("role", $"'{word}' is no role.", "Use admin, marketer, agent or viewer.");
}
