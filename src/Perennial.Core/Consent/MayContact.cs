using Perennial.Core.History;

namespace Perennial.Core.Consent;

/// <summary>
/// The one place that says whether a customer may be contacted: asked by every page, list, file and destination that
/// shows an address for contact, and by whatever sends something.
/// </summary>
/// <remarks>
/// A no ends every yes said before it or at the same instant; only a later yes to the same thing lifts it: to
/// everything by the channel where that was refused, to the topic where that was left. A yes to everything holds for
/// every topic that was not left. Of several that were said since the last no, one that has not expired is enough.
/// </remarks>
public static class MayContact
{
    /// <summary>Whether a customer may be contacted.</summary>
    /// <param name="customer">What was said, and what addresses are known.</param>
    /// <param name="rules">What counts where nothing was said.</param>
    /// <param name="channel">By which channel.</param>
    /// <param name="topic">About what, as <see cref="Topic.Of"/> writes it; <see cref="Topic.Everything"/> for no
    /// topic in particular.</param>
    /// <param name="at">When; what was said later is not looked at. A consent that expires at this very instant has
    /// expired.</param>
    public static Permission Ask(
        CustomerPermissions customer, ContactRules rules, ContactChannel channel, string topic, Instant at)
    {
        Permission No(PermissionReason reason) => new(reason, channel);
        if (customer.IsErased) return No(PermissionReason.Erased);
        if (SuppressedBy(customer, channel, at) is { } suppression)
        {
            return No(PermissionReason.Suppressed) with
            {
                Since = suppression.At, Suppression = suppression.Reason,
            };
        }
        var all = Said.Of(customer, channel, Topic.Everything, at);
        var own = topic.Length == 0 ? all : Said.Of(customer, channel, topic, at);
        if (all.IsRefused) return No(PermissionReason.Refused) with { Since = all.RefusedAt };
        if (own.IsRefused) return No(PermissionReason.LeftTopic) with { Since = own.RefusedAt, Topic = topic };
        if (!all.IsGranted && !own.IsGranted)
        {
            var expiredAt = all.ExpiredAt > own.ExpiredAt ? all.ExpiredAt : own.ExpiredAt;
            var law = rules.NeedingConsent(customer.Country, channel, at);
            // What was refused before the yes that is over is refused again.
            if (expiredAt.HasValue && (law is not null || rules.Options.NeedsConsent(channel)
                || all.RefusedAt.HasValue || own.RefusedAt.HasValue))
                return No(PermissionReason.ConsentExpired) with { Since = expiredAt };
            if (law is not null) return No(PermissionReason.LawNeedsConsent) with { Country = law.Country };
            if (rules.Options.NeedsConsent(channel)) return No(PermissionReason.ConsentNeeded);
        }
        return No(customer.HasAddressFor(channel) ? PermissionReason.Allowed : PermissionReason.NoAddress);
    }

    // The first, and of one instant the first reason: the answer must not depend on the order of rows.
    static Suppression? SuppressedBy(CustomerPermissions customer, ContactChannel channel, Instant at)
    {
        Suppression? first = null;
        foreach (var one in customer.Suppressions)
        {
            if (one.Channel != channel || one.At > at) continue;
            if (first is null || one.At < first.At || (one.At == first.At && one.Reason < first.Reason)) first = one;
        }
        return first;
    }

    /// <summary>What was said of one thing up to an instant.</summary>
    /// <param name="RefusedAt">The last no; <see cref="Instant.None"/> for none.</param>
    /// <param name="IsGranted">Whether a yes since then still holds.</param>
    /// <param name="ExpiredAt">When the last yes since then expired; <see cref="Instant.None"/> for none.</param>
    readonly record struct Said(Instant RefusedAt, bool IsGranted, Instant ExpiredAt)
    {
        public bool IsRefused => RefusedAt.HasValue && !IsGranted && !ExpiredAt.HasValue;

        public static Said Of(CustomerPermissions customer, ContactChannel channel, string topic, Instant at)
        {
            var (refusedAt, granted, expiredAt) = (Instant.None, false, Instant.None);
            bool Counts(ConsentStatement one) => one.Channel == channel && one.Topic == topic && one.SaidAt <= at;
            foreach (var one in customer.Consents)
                if (!one.IsGranted && Counts(one) && one.SaidAt > refusedAt) refusedAt = one.SaidAt;
            foreach (var one in customer.Consents)
            {
                if (!one.IsGranted || one.SaidAt <= refusedAt || !Counts(one)) continue;
                if (one.ExpiresAt > at) granted = true;
                else if (one.ExpiresAt > expiredAt) expiredAt = one.ExpiresAt;
            }
            return new Said(refusedAt, granted, granted ? Instant.None : expiredAt);
        }
    }
}
