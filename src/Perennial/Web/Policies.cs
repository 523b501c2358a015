using Microsoft.AspNetCore.Authorization;
using Perennial.Data.Access;

namespace Perennial.Web;

/// <summary>Who may what. Every page and endpoint names one of these, or says that it is open to everybody; what names
/// none is for admins.</summary>
static class Policies
{
    /// <summary>The call desk: the list of calls and what a call needs.</summary>
    public const string Desk = "desk";

    /// <summary>Everything about customers, to read.</summary>
    public const string Read = "read";

    /// <summary>What marketers change.</summary>
    public const string Write = "write";

    /// <summary>Staff, keys, erasure, the audit.</summary>
    public const string Admin = "admin";

    /// <summary>What concerns whoever is signed in alone: their password, signing out.</summary>
    public const string Own = "own";

    static readonly string admin = Visitor.Of(StaffRole.Admin);
    static readonly string marketer = Visitor.Of(StaffRole.Marketer);
    static readonly string agent = Visitor.Of(StaffRole.Agent);
    static readonly string viewer = Visitor.Of(StaffRole.Viewer);
    static readonly string readKey = Visitor.Of(KeyScope.Read);
    static readonly string writeKey = Visitor.Of(KeyScope.Write);
    static readonly string adminKey = Visitor.Of(KeyScope.Admin);

    /// <summary>Whom each lets in.</summary>
    public static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> Grants =
        new Dictionary<string, IReadOnlyList<string>>
        {
            [Desk] = [admin, marketer, agent, viewer, readKey, writeKey, adminKey],
            [Read] = [admin, marketer, viewer, readKey, writeKey, adminKey],
            [Write] = [admin, marketer, writeKey, adminKey],
            [Admin] = [admin, adminKey],
            [Own] = [admin, marketer, agent, viewer],
        };

    public static void Configure(AuthorizationOptions options)
    {
        foreach (var (name, grants) in Grants) options.AddPolicy(name, policy => policy.RequireRole(grants));
        options.FallbackPolicy = options.GetPolicy(Admin);
        options.DefaultPolicy = options.FallbackPolicy!;
    }
}
