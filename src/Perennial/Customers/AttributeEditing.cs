using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Data.Customers;
using Perennial.Moments;
using Perennial.Settings;

namespace Perennial.Customers;

/// <summary>Says of one customer what somebody knows of them: an attribute, or a day on which they buy for somebody
/// else.</summary>
static class AttributeEditing
{
    /// <summary>What is written down of each change.</summary>
    public const string Setting = "attribute set", Dating = "date set";

    /// <summary>Sets attributes; an empty text takes a value back.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="customer">Of whom.</param>
    /// <param name="values">By the names of attributes.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="BadInputException">There is no such attribute, or a value is none; nothing was set.</exception>
    public static void Set(ShopStore store, CustomerRecord customer, IReadOnlyDictionary<string, string> values,
        Actor by, Instant now)
    {
        var attributes = ShopSettings.Of(store).Attributes;
        var said = values.Select(one => Said(store, attributes, one.Key, one.Value)).ToList();
        Say(store, customer, said, now);
        store.Audit.Add(new AuditEntry(now, by, Setting, $"{customer.Id}")
        {
            After = string.Join(", ", said.Select(one => one.Name)),
        });
    }

    /// <summary>Keeps a day on which a customer buys for somebody else; another of the same label and recipient takes
    /// its place.</summary>
    public static void Put(ShopStore store, CustomerRecord customer, OtherDate date, Actor by, Instant now)
    {
        Say(store, customer, [date.Statement], now);
        store.Audit.Add(new AuditEntry(now, by, Dating, $"{customer.Id}") { After = date.Label });
    }

    /// <summary>Takes such a day back.</summary>
    public static void TakeBack(ShopStore store, CustomerRecord customer, OtherDate date, Actor by, Instant now)
    {
        Say(store, customer, [date.Statement with { Value = "" }], now);
        store.Audit.Add(new AuditEntry(now, by, Dating, $"{customer.Id}") { Before = date.Label });
    }

    static AttributeStatement Said(ShopStore store, AttributeSet attributes, string name, string text)
    {
        if (attributes.Find(name) is not { } attribute)
        {
            throw new BadInputException($"attribute '{name}'", "The shop keeps none of that name.",
                NearestNames.Of(name, [.. attributes.All.Select(one => one.Name)]) is { Count: > 0 } near
                    ? $"Did you mean {string.Join(" or ", near)}?"
                    : "Declare it under 'attributes:' in the settings, with what it holds.");
        }
        if (attributes.Read(attribute, text) is not { } value)
        {
            throw new BadInputException($"attribute '{name}'", $"'{text}' is no {AttributeSet.WordOf(attribute)}.",
                $"{AttributeSet.Remedy(attribute, text)} Nothing takes the value back.");
        }
        var isUnknown = attribute.Name == AttributeSet.Owner && value.Length > 0 && store.Staff.ByEmail(value) is null;
        return !isUnknown ? new AttributeStatement(attribute.Name, value)
            : throw new BadInputException("attribute 'owner'", $"Nobody of the staff has the address '{value}'.",
                "Give the e-mail address by which the member of staff signs in.");
    }

    static void Say(ShopStore store, CustomerRecord customer, IReadOnlyList<AttributeStatement> said, Instant now) =>
        store.Intake.Write(new FactBatch
        {
            Source = Source,
            Keys = CustomerKeys.From([$"{customer.Id}"]),
            KeyKinds = [CustomerKeyKind.Anonymous],
            Details = [new CustomerDetails { Attributes = said }],
            History = new HistoryTable(1, OrderFacts.Empty(1)),
            Live = new LiveFacts
            {
                SaidAt = [now], Source = [Source], Id = [customer.Id], Changes = [], Same = [],
            },
        }, new ShopMoments(store).At(now));

    const string Source = "staff";
}
