using System.Globalization;
using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Data.Intake;
using Perennial.Moments;

namespace Perennial.Import;

/// <summary>Takes back what an import that did not come to its end has added.</summary>
static class TakeBackImport
{
    /// <summary>What is written down.</summary>
    public const string TakingBack = "import taken back";

    /// <param name="store">The shop.</param>
    /// <param name="id">The import's number.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancel">Between two transactions.</param>
    /// <exception cref="BadInputException">No such import is under way.</exception>
    public static TakenBackCounts Run(ShopStore store, long id, Actor by, Instant now, CancellationToken cancel)
    {
        var number = id.ToString(CultureInfo.InvariantCulture);
        var taken = StoppedException.After(
            "not all of the import is taken back. The same command goes on from there.",
            () => store.Intake.TakeBack(id, new ShopMoments(store).At(now), cancel))
            ?? throw new BadInputException($"import {number}", "No import of this number is under way.",
                "perennial imports lists them; what is whole stays.");
        store.Audit.Add(new AuditEntry(now, by, TakingBack, $"import {number}"));
        return taken;
    }
}
