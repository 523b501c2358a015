using Perennial.Core;
using Perennial.Customers;
using Perennial.Data.Access;
using Perennial.Shop;

namespace Perennial.Web;

/// <summary>Who asks: a member of staff, or a program with a key.</summary>
/// <param name="Actor">As the audit names them.</param>
/// <param name="Grant">What they may do: a role, or "key:" and a scope.</param>
public sealed record Visitor(Actor Actor, string Grant)
{
    /// <summary>Sees and does everything without signing in: for the demo and tests, on this machine alone.</summary>
    public static readonly Visitor Demo = new(new Actor("demo", "demo", "Demo visitor"), Of(StaffRole.Admin));

    /// <summary>The staff's entry; null for programs and the demo.</summary>
    public StaffMember? Staff { get; private init; }

    /// <summary>Whoever sends a request.</summary>
    /// <exception cref="InvalidOperationException">The endpoint is open to everybody, and asked nobody.</exception>
    public static Visitor Of(HttpContext http) => http.Features.Get<Visitor>()
        ?? throw new InvalidOperationException("A request of nobody reached what somebody has to ask for.");

    public static Visitor Of(StaffMember staff) => new(Actor.Of(staff), Of(staff.Role)) { Staff = staff };

    public static Visitor Of(ApiKey key) => new(Actor.Of(key), Of(key.Scope));

    /// <summary>Whether a policy of <see cref="Policies"/> lets them in.</summary>
    public bool May(string policy) => Policies.Grants[policy].Contains(Grant);

    /// <summary>Whether they see a customer: who reads everything sees everybody, the call desk those on the call
    /// list.</summary>
    /// <param name="view">The shop as the call list is served from it.</param>
    /// <param name="customer">Whom.</param>
    public bool Sees(ShopView view, CustomerId customer) => May(Policies.Read)
        || (May(Policies.Desk) && view.RowOf(customer) is >= 0 and var row && CallList.Has(view, row));

    public static string Of(StaffRole role) => role.ToString().ToLowerInvariant();

    public static string Of(KeyScope scope) => "key:" + scope.ToString().ToLowerInvariant();
}
