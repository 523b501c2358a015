using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Strategies;

namespace Perennial.Core.Planning;

/// <summary>Whether a customer may be contacted by what was said until now.</summary>
static class Permissions
{
    /// <summary>Asks, as of now; or as of what was said last where a clock that was set back shows that as to come.
    /// </summary>
    public static Permission Ask(
        StrategyCustomer customer, ContactRules rules, ContactChannel channel, string topic, Instant now) =>
        MayContact.Ask(customer.Permissions, rules, channel, topic, SaidBy(customer.Permissions, now));

    static Instant SaidBy(CustomerPermissions permissions, Instant now)
    {
        var last = now;
        foreach (var said in permissions.Consents) last = Later(last, said.SaidAt, now);
        foreach (var one in permissions.Suppressions) last = Later(last, one.At, now);
        return last;
    }

    static Instant Later(Instant last, Instant at, Instant now) =>
        at > last && at.UnixMs <= now.UnixMs + PastContacts.AheadMs ? at : last;
}
