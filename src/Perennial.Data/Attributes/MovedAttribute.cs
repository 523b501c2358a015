using Perennial.Core;
using Perennial.Core.Attributes;

namespace Perennial.Data.Attributes;

/// <summary>A value of an attribute on its way from one customer to another, as it waits in the store.</summary>
sealed record MovedAttribute(string Name, string Value, long SaidAtMs, long LastSaidAtMs, long KnownAtMs, string Source)
{
    public static MovedAttribute Of(AttributeRun run) => new(run.Name, run.Value, run.SaidAt.UnixMs,
        run.LastSaidAt.UnixMs, run.KnownAt.UnixMs, run.Source);

    /// <summary>What was said, once or twice.</summary>
    public IEnumerable<AttributeStatement> ToStatements()
    {
        yield return Said(SaidAtMs);
        if (LastSaidAtMs != SaidAtMs) yield return Said(LastSaidAtMs);
    }

    AttributeStatement Said(long at) => new(Name, Value)
    {
        SaidAt = new Instant(at), KnownAt = new Instant(KnownAtMs), Source = Source,
    };
}
