using Perennial.Core.Attributes;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Segments.Rules;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Rules;

/// <summary>The names that rules may speak of: what ever came with a fact or a statement.</summary>
/// <remarks>Found by looking through facts they would take as long as there are facts; so each new one is written down
/// as it comes in, and a process remembers what it has seen.</remarks>
public sealed class NameStore
{
    readonly StoreShards shards;
    readonly Lock gate = new();
    readonly HashSet<(NameKind, string)> seen = [];

    internal NameStore(StoreShards shards) => this.shards = shards;

    /// <summary>The names of a kind. Of dispositions those of every shop are among them.</summary>
    public IReadOnlySet<string> Of(NameKind kind)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        var rows = kind switch
        {
            NameKind.Category => database.Query("categories"),
            NameKind.Product => database.Query("product-ids"),
            _ => database.Query("known-names", "kind").Bind(1, (long)kind),
        };
        var names = new HashSet<string>(kind == NameKind.Disposition ? NameKinds.Dispositions : []);
        while (rows.Step()) names.Add(rows.Text(0)!);
        return names;
    }

    /// <summary>Writes down the names of a batch that are new. In a transaction of their own before the batch's: a name
    /// of what then is not written does no harm.</summary>
    internal void Note(FactBatch batch) => Note(NamesOf(batch));

    /// <summary>Writes down names that there are though no fact has come with them yet: of what is published.</summary>
    public void Note(IEnumerable<(NameKind Kind, string Name)> names)
    {
        var found = new HashSet<(NameKind, string)>();
        foreach (var one in names) found.Add(one);
        lock (gate) found.ExceptWith(seen);
        if (found.Count == 0) return;
        using (var rental = shards.Rent())
        using (var transaction = Transaction.Write(rental.Database))
        {
            foreach (var (kind, name) in found.Order())
                rental.Database.Query("add-known-name", "kind", "name").Bind(1, (long)kind).Bind(2, name).Run();
            transaction.Commit();
        }
        lock (gate) seen.UnionWith(found);
    }

    static IEnumerable<(NameKind, string)> NamesOf(FactBatch batch)
    {
        var names = Texts(NameKind.Strategy, batch.History.Contacts?.Strategy)
            .Concat(Texts(NameKind.Topic, batch.History.Responses?.Topic))
            .Concat((batch.History.Contacts?.Context ?? []).OfType<ContactContext>().Distinct().SelectMany(Of));
        if (batch.History.Responses is { Disposition.Length: > 0 } responses)
        {
            names = names.Concat(Texts(NameKind.Disposition, [.. responses.Disposition.Zip(responses.Kind)
                .Where(one => one.Second == ResponseKind.Disposition).Select(one => one.First)]));
        }
        return names.Concat(batch.Details.OfType<CustomerDetails>().SelectMany(Of));
    }

    static IEnumerable<(NameKind, string)> Of(ContactContext part) =>
        Texts(NameKind.Step, [part.Step]).Concat(Texts(NameKind.Topic, [part.Topic]))
            .Concat(Texts(NameKind.Offer, [part.Offer]));

    static IEnumerable<(NameKind, string)> Of(CustomerDetails details)
    {
        foreach (var said in details.Consents)
            if (said.Topic.Length > 0) yield return (NameKind.Topic, said.Topic);
        foreach (var said in details.Attributes)
            if (OtherDate.Of(said.Name, said.Value) is { } date) yield return (NameKind.Date, date.Label);
    }

    static IEnumerable<(NameKind, string)> Texts(NameKind kind, string?[]? texts)
    {
        string? last = null;
        foreach (var text in texts ?? [])
        {
            // A mailing's contacts come one after the other, all with the same text.
            if (text is not { Length: > 0 } || ReferenceEquals(text, last)) continue;
            last = text;
            yield return (kind, text);
        }
    }
}
