using Perennial.Core.History;
using Perennial.Data.Engines;

namespace Perennial.Data.Batches;

/// <summary>The columns of a contact that say what it was part of.</summary>
static class ContactColumns
{
    /// <summary>Their names.</summary>
    public static readonly string[] Names =
        ["version", "step", "arm", "topic", "offer", "cost_cents", "touch", "tool"];

    /// <summary>Reads them from the cells from the given one on; null where all are empty.</summary>
    public static ContactContext? Read(Rows row, int first)
    {
        var isEmpty = true;
        for (var cell = first; cell < first + Names.Length && isEmpty; cell++) isEmpty = row.IsNull(cell);
        return isEmpty ? null : new ContactContext
        {
            Version = (int?)row.NullableInt64(first),
            Step = row.Text(first + 1),
            Arm = row.Text(first + 2),
            Topic = row.Text(first + 3),
            Offer = row.Text(first + 4),
            CostCents = row.NullableInt64(first + 5),
            Touch = (int?)row.NullableInt64(first + 6),
            Tool = row.Text(first + 7),
        };
    }

    /// <summary>Binds them to the parameters from the given number on.</summary>
    public static void Bind(Statement to, int first, ContactContext? context) =>
        to.Bind(first, (long?)context?.Version).Bind(first + 1, context?.Step).Bind(first + 2, context?.Arm)
            .Bind(first + 3, context?.Topic).Bind(first + 4, context?.Offer).Bind(first + 5, context?.CostCents)
            .Bind(first + 6, (long?)context?.Touch).Bind(first + 7, context?.Tool);
}
