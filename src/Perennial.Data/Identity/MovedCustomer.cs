using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Data.Attributes;
using Perennial.Data.Consent;
using Perennial.Data.Customers;

namespace Perennial.Data.Identity;

/// <summary>What was known of a customer whose key became another's, until it is moved.</summary>
/// <param name="Details">Without consents.</param>
/// <param name="SaidAt">When each detail was said.</param>
/// <param name="Source">The system that first named the customer.</param>
/// <param name="Consents">What was said about being contacted.</param>
sealed record MovedCustomer(CustomerDetails Details, string SaidAt, string Source, List<MovedConsent> Consents)
{
    public static MovedCustomer Of(KnownCustomer customer) =>
        new(customer.Details, customer.SaidAt.ToString(), customer.Source, [])
        {
            KnownAt = customer.KnownAt.ToString(),
            FirstSeenAtMs = customer.FirstSeenAt.UnixMs,
            BeganAtMs = (customer.BeganAt.HasValue ? customer.BeganAt : customer.FirstSeenAt).UnixMs,
        };

    /// <summary>The details with their instants, those of before among them.</summary>
    public IEnumerable<SaidDetail> Said()
    {
        var times = DetailTimes.From(SaidAt, Instant.None);
        var heard = DetailTimes.From(KnownAt ?? SaidAt, Instant.None);
        var values = KnownCustomer.Values(Details);
        for (var i = 0; i < values.Length; i++)
            if (values[i] is { } value) yield return new SaidDetail(i, times[i], value, heard[i]);
        foreach (var (detail, saidAtMs, value, knownAtMs) in Before)
            yield return new SaidDetail(detail, new Instant(saidAtMs), value, new Instant(knownAtMs));
    }

    /// <summary>When each detail was first known; null in rows that are older than this: when it was said.</summary>
    public string? KnownAt { get; init; }

    /// <summary>When the customer was first named; null in rows that are older than this.</summary>
    public long? FirstSeenAtMs { get; init; }

    /// <summary>As of when the customer was there; null in rows that are older than this.</summary>
    public long? BeganAtMs { get; init; }

    /// <summary>Details that others had replaced.</summary>
    public List<MovedDetail> Before { get; init; } = [];

    /// <summary>What was said of their attributes.</summary>
    public List<MovedAttribute> Attributes { get; init; } = [];

    /// <summary>By which channels the customer is never contacted.</summary>
    public List<MovedSuppression> Suppressions { get; init; } = [];
}

/// <summary>A detail that another had replaced, on its way from one customer to another.</summary>
sealed record MovedDetail(int Detail, long SaidAtMs, string Value, long KnownAtMs);
