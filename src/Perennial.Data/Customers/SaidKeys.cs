using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Data.Batches;

namespace Perennial.Data.Customers;

/// <summary>A key as somebody wrote it.</summary>
/// <param name="Kind">What kind of key.</param>
/// <param name="Text">As it was written: of an address or a number there are several ways to write it.</param>
/// <param name="SaidAt">When it was written so.</param>
readonly record struct SaidKey(CustomerKeyKind Kind, string Text, Instant SaidAt)
{
    /// <summary>Whether a key of the kind can be written in several ways that name the same customer.</summary>
    public static bool HasSpellings(CustomerKeyKind kind) => kind is CustomerKeyKind.Email or CustomerKeyKind.Phone;

    /// <summary>Whether a customer is called by this rather than by another spelling: by the one said first, of the
    /// same instant by the smaller, so that the order in which they arrive does not matter.</summary>
    public bool ComesBefore(SaidKey other) => SaidAt != other.SaidAt ? SaidAt < other.SaidAt
        : string.CompareOrdinal(Text, other.Text) < 0;
}

/// <summary>Finds, among all keys that a batch names, the one from which a customer's id follows: it may stand in a
/// row's details alone.</summary>
sealed class SaidKeys(FactBatch batch, CustomerGroups groups, Instant now)
{
    readonly ILookup<int, SamePerson> same = (batch.Live?.Same ?? []).ToLookup(one => one.Row);

    /// <summary>The key by which a customer is to be called.</summary>
    /// <param name="id">Who.</param>
    /// <param name="rows">The batch's rows of this customer.</param>
    /// <returns>Null where none of the rows names it, as where the customer was named by another key before.</returns>
    public SaidKey? Of(CustomerId id, ArraySegment<int> rows)
    {
        SaidKey? found = null;
        foreach (var row in rows)
        {
            // Where there is one way to write it the first row that does is as good as all.
            if (IsRowsOwn(id, row) && !SaidKey.HasSpellings(batch.KeyKinds[row])) return Own(row);
            foreach (var key in Keys(row))
                if (IsOf(key, id) && (found is not { } known || key.ComesBefore(known))) found = key;
        }
        return found;
    }

    /// <summary>Whether the key of a customer's only row is the one by which they are to be called.</summary>
    public bool IsRows(CustomerId id, ArraySegment<int> rows) => IsRowsOwn(id, rows[0])
        && (!SaidKey.HasSpellings(batch.KeyKinds[rows[0]]) || Of(id, rows)?.Text == batch.Keys.Text(rows[0]));

    // A file's rows are known by their keys, and there are many: no hash is computed twice.
    bool IsRowsOwn(CustomerId id, int row) => batch.Live is null ? groups.StatedIdOf(row) == id : IsOf(Own(row), id);

    SaidKey Own(int row) => new(batch.KeyKinds[row], batch.Keys.Text(row), SaidAt(row));

    IEnumerable<SaidKey> Keys(int row)
    {
        var at = SaidAt(row);
        yield return Own(row);
        foreach (var one in same[row]) yield return new SaidKey(one.Kind, one.Key.Trim(), at);
        var details = batch.Details.Length == 0 ? null : batch.Details[row];
        if (details?.Email is { } email) yield return new SaidKey(CustomerKeyKind.Email, email.Trim(), at);
        if (details?.Phone is { } phone) yield return new SaidKey(CustomerKeyKind.Phone, phone.Trim(), at);
    }

    Instant SaidAt(int row) => batch.Live is { } live ? live.SaidAt[row] : now;

    /// <summary>Whether an id follows from a key.</summary>
    public static bool IsOf(SaidKey key, CustomerId id) =>
        CustomerId.Normalise(key.Kind, key.Text).Length > 0 && CustomerId.Of(key.Kind, key.Text) == id;
}
