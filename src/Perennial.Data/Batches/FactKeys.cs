using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Data.Engines;

namespace Perennial.Data.Batches;

/// <summary>The keys that the facts of a batch's rows come under.</summary>
sealed class FactKeys
{
    /// <summary>The columns that hold them.</summary>
    public static readonly string[] Parameters = ["key_id", "next_key_id"];

    readonly FactBatch batch;
    readonly CustomerGroups groups;
    readonly Dictionary<int, CustomerId> next = [];

    public FactKeys(FactBatch batch, CustomerGroups groups)
    {
        (this.batch, this.groups) = (batch, groups);
        Any = batch.Live is not null || groups.AreOthers || batch.TillAddresses.Count > 0;
        foreach (var same in batch.Live?.Same ?? [])
        {
            if (same.Kind == CustomerKeyKind.Email && batch.KeyKinds[same.Row] == CustomerKeyKind.External)
                next.TryAdd(same.Row, CustomerId.Of(same.Kind, same.Key));
        }
    }

    /// <summary>Whether any fact may have come under another key than its customer's own.</summary>
    public bool Any { get; }

    /// <summary>Those of a row.</summary>
    public FactKey Of(int row)
    {
        if (batch.Live is { Keys.Count: > 0 } given) return given.Keys[row];
        var own = groups.StatedIdOf(row);
        CustomerId? second = next.TryGetValue(row, out var address) ? address : null;
        return second is null && own == groups.IdOf(row) ? default : new FactKey(own, second);
    }

    /// <summary>Those of an order of a row.</summary>
    public FactKey OfOrder(int order, int row) => Of(batch.OrderAddresses, order, row);

    /// <summary>Those of an order or fact of a row.</summary>
    /// <param name="beside">Addresses that stood beside such, by index.</param>
    /// <param name="index">Which.</param>
    /// <param name="row">Whose.</param>
    public FactKey Of(IReadOnlyDictionary<int, string> beside, int index, int row) =>
        !beside.TryGetValue(index, out var address) ? Of(row)
            : new FactKey(groups.StatedIdOf(row), CustomerId.OfCompared(CustomerKeyKind.Email, address));

    /// <summary>Binds a fact's keys to the parameters from the given number on.</summary>
    public static void Bind(Statement to, int first, FactKey key)
    {
        if (key.Own is { } own) to.Bind(first, own);
        else to.BindNull(first);
        if (key.Next is { } next) to.Bind(first + 1, next);
        else to.BindNull(first + 1);
    }

    /// <summary>Reads a fact's keys from two cells.</summary>
    public static FactKey Read(Rows row, int first) => new(
        row.IsNull(first) ? null : row.CustomerId(first), row.IsNull(first + 1) ? null : row.CustomerId(first + 1));
}
