using System.Text;
using Perennial.Core.Consent;
using Perennial.Core.History;

namespace Perennial.Core.Intake;

/// <summary>Makes a batch of events, one row an event.</summary>
public static class EventBatch
{
    /// <summary>The batch. Events of different sources may stand in one, events of two currencies may not.</summary>
    /// <exception cref="ArgumentException">An event names nobody, or the events name two currencies.</exception>
    public static FactBatch Of(IReadOnlyList<IncomingEvent> events)
    {
        var rows = new Rows(events);
        return new FactBatch
        {
            Source = events.Count == 0 ? "" : events[0].Source,
            Keys = rows.Keys(),
            KeyKinds = rows.Kinds,
            Details = events.Any(one => one.Details is not null) ? [.. events.Select(DetailsOf)] : [],
            History = rows.History(),
            Products = rows.Products,
            Currency = rows.Currency,
            Live = rows.Live(),
        };
    }

    /// <summary>A batch that says of two customers that they are one person.</summary>
    /// <param name="kept">A key of the one: the customer who remains, where both keys are numbers of the shop's
    /// own.</param>
    /// <param name="other">A key of the other.</param>
    /// <param name="source">Where the first is from.</param>
    /// <param name="now">When it is said.</param>
    public static FactBatch Join(
        (CustomerKeyKind Kind, string Key) kept, (CustomerKeyKind Kind, string Key) other, string source,
        Instant now) => new()
        {
            Source = source,
            Keys = CustomerKeys.From([kept.Key]),
            KeyKinds = [kept.Kind],
            History = new HistoryTable(1, OrderFacts.Empty(1)),
            Live = new LiveFacts
            {
                SaidAt = [now], Source = [source], Id = [null], Changes = [],
                Same = [new SamePerson(0, other.Kind, other.Key, IsSaid: true)],
            },
        };

    // Nothing was said after the event that says it: a clock that is wrong must not put off a refusal.
    static CustomerDetails? DetailsOf(IncomingEvent one) =>
        one.Details is not { } details || details.Consents.All(said => said.SaidAt <= one.At) ? one.Details
            : details with
            {
                Consents = [.. details.Consents.Select(said =>
                    said.SaidAt <= one.At ? said : said with { SaidAt = one.At })],
            };

    /// <summary>The key that says whose an event's facts are.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static (CustomerKeyKind Kind, string Key) PrimaryKey(CustomerKeySet who)
    {
        if (who.External is { } external) return (CustomerKeyKind.External, external);
        if (who.Email is { } email) return (CustomerKeyKind.Email, email);
        if (who.Phone is { } phone) return (CustomerKeyKind.Phone, phone);
        if (who.Anonymous is { } anonymous) return (CustomerKeyKind.Anonymous, anonymous);
        // Known by the id alone: the key only fills the place of one, for nobody is made of it.
        return who.Id is { } id ? (CustomerKeyKind.Anonymous, id.ToString())
            : throw new ArgumentException("An event names nobody.", nameof(who));
    }

    /// <summary>Facts of one kind a row, as the arrays of a history.</summary>
    sealed class Rows
    {
        readonly IReadOnlyList<IncomingEvent> events;
        readonly Dictionary<string, int> productOf = new(StringComparer.Ordinal);
        readonly List<string> products = [];
        readonly string[] keys;

        public Rows(IReadOnlyList<IncomingEvent> events)
        {
            this.events = events;
            keys = new string[events.Count];
            Kinds = new CustomerKeyKind[events.Count];
            for (var row = 0; row < events.Count; row++) (Kinds[row], keys[row]) = PrimaryKey(events[row].Who);
            foreach (var currency in events.Select(one => one.Currency).OfType<string>())
            {
                Currency ??= currency;
                if (!Currency.Equals(currency, StringComparison.OrdinalIgnoreCase))
                    throw new ArgumentException($"Events are in {Currency} and in {currency}.", nameof(events));
            }
            var details = new Dictionary<string, ProductDetails>(StringComparer.Ordinal);
            foreach (var one in events)
                foreach (var product in one.Products) details[product.Id] = product;
            Products = [.. details.Values];
        }

        public CustomerKeyKind[] Kinds { get; }

        public string? Currency { get; }

        public IReadOnlyList<ProductDetails> Products { get; }

        public CustomerKeys Keys()
        {
            var start = new int[keys.Length + 1];
            for (var row = 0; row < keys.Length; row++)
                start[row + 1] = start[row] + Encoding.UTF8.GetByteCount(keys[row]);
            var text = new byte[start[^1]];
            for (var row = 0; row < keys.Length; row++)
                Encoding.UTF8.GetBytes(keys[row], text.AsSpan(start[row]));
            return new CustomerKeys(text, start);
        }

        public HistoryTable History()
        {
            var orders = Orders();
            var activities = Activities();
            return new HistoryTable(events.Count, orders)
            {
                Activities = activities,
                Contacts = Contacts(),
                Responses = Responses(),
                Products = products,
            };
        }

        int ProductOf(string id)
        {
            if (productOf.TryGetValue(id, out var number)) return number;
            productOf.Add(id, number = products.Count);
            products.Add(id);
            return number;
        }

        (int[] Start, IncomingEvent[] Having) Where(Func<IncomingEvent, bool> has)
        {
            var start = new int[events.Count + 1];
            var having = new List<IncomingEvent>();
            for (var row = 0; row < events.Count; row++)
            {
                if (has(events[row])) having.Add(events[row]);
                start[row + 1] = having.Count;
            }
            return (start, [.. having]);
        }

        OrderFacts Orders()
        {
            var (start, having) = Where(one => one.Order is not null);
            return new OrderFacts
            {
                Start = start,
                At = [.. having.Select(one => one.Order!.PlacedAt)],
                GrossCents = [.. having.Select(one => one.Order!.GrossCents)],
                DiscountCents = [.. having.Select(one => one.Order!.DiscountCents)],
                RefundedCents = [.. having.Select(one => one.Order!.RefundedCents ?? 0)],
                TotalCents = having.All(one => one.Order!.TotalCents is null) ? []
                    : [.. having.Select(one => one.Order!.TotalCents ?? 0)],
                CostCents = having.All(one => one.Order!.CostCents is null) ? []
                    : [.. having.Select(one => one.Order!.CostCents ?? -1)],
                Flags = [.. having.Select(one => one.Order!.Flags)],
                Mechanism = [.. having.Select(one => one.Order!.Mechanism)],
                Id = [.. having.Select(one => OrderId.Numbered(one.Source, one.Order!.Number))],
                Number = [.. having.Select(one => one.Order!.Number.Trim())],
                Lines = Lines(having),
            };
        }

        LineFacts? Lines(IncomingEvent[] having)
        {
            if (having.All(one => one.Order!.Lines is null)) return null;
            var start = new int[having.Length + 1];
            var lines = new List<LineStatement>();
            for (var order = 0; order < having.Length; order++)
            {
                lines.AddRange(having[order].Order!.Lines ?? []);
                start[order + 1] = lines.Count;
            }
            return new LineFacts
            {
                Start = start,
                Product = [.. lines.Select(line => ProductOf(line.Product))],
                Quantity = [.. lines.Select(line => line.Quantity)],
                GrossCents = [.. lines.Select(line => line.GrossCents)],
                DiscountCents = [.. lines.Select(line => line.DiscountCents)],
                RefundedQuantity = [.. lines.Select(line => line.RefundedQuantity)],
            };
        }

        ActivityFacts? Activities()
        {
            var (start, having) = Where(one => ActivityOf(one) is not null);
            var done = Array.ConvertAll(having, one => ActivityOf(one)!);
            return having.Length == 0 ? null : new ActivityFacts
            {
                Start = start,
                At = [.. having.Select(AtOf)],
                Kind = [.. done.Select(one => one.Kind)],
                Product = [.. done.Select(one => one.Product is { } id ? ProductOf(id) : -1)],
                DurationSeconds = [.. done.Select(one => one.DurationSeconds)],
                Name = [.. done.Select(one => one.Name)],
                Properties = Array.Exists(done, one => one.Properties is not null)
                    ? [.. done.Select(one => one.Properties)] : [],
                Details = ActivityDetails.From(done.Select(one => one.Detail)),
                Id = [.. having.Select(one => ActivityOf(one)!.Kind == ActivityKind.Confirmation
                    && ConfirmedBy(one) is { } said ? Confirmations.IdOf(said, AtOf(one))
                        : FactId.Numbered(one.Source, one.MessageId))],
            };
        }

        // What says of a consent that it was confirmed, and when, tells of a fact, whatever it is called.
        static ActivityStatement? ActivityOf(IncomingEvent one) => one.Activity
            ?? (ConfirmedBy(one) is { SaidAt.HasValue: true } ? confirmation : null);

        static readonly ActivityStatement confirmation = new(ActivityKind.Confirmation);

        static ConsentStatement? ConfirmedBy(IncomingEvent one) => one.Details?.Consents.FirstOrDefault(
            said => said is { IsGranted: true, Basis: ConsentBasis.Confirmed });

        static Instant AtOf(IncomingEvent one) => one.Activity is null && ConfirmedBy(one) is { } said
            && said.SaidAt.HasValue && said.SaidAt < one.At ? said.SaidAt : one.At;

        ContactFacts? Contacts()
        {
            var (start, having) = Where(one => one.Contact is not null);
            return having.Length == 0 ? null : new ContactFacts
            {
                Start = start,
                At = [.. having.Select(one => one.At)],
                Channel = [.. having.Select(one => one.Contact!.Channel)],
                Id = [.. having.Select(one => ContactOf(one.Source, one.Contact!.Number))],
                Strategy = [.. having.Select(one => one.Contact!.Strategy)],
                Context = having.All(one => one.Contact!.Context is null) ? []
                    : [.. having.Select(one => one.Contact!.Context?.OrNothing)],
            };
        }

        ResponseFacts? Responses()
        {
            var (start, having) = Where(one => one.Response is not null);
            return having.Length == 0 ? null : new ResponseFacts
            {
                Start = start,
                At = [.. having.Select(one => one.At)],
                Kind = [.. having.Select(one => one.Response!.Kind)],
                Channel = [.. having.Select(one => one.Response!.Channel)],
                Id = [.. having.Select(one => FactId.Numbered(one.Source, one.MessageId))],
                Contact = [.. having.Select(one => one.Response!.ContactId
                    ?? (one.Response!.ContactNumber is { } number ? ContactOf(one.Source, number) : FactId.None))],
                Disposition = [.. having.Select(one => one.Response!.Disposition)],
                Topic = having.All(one => one.Response!.Topic is null) ? []
                    : [.. having.Select(one => one.Response!.Topic)],
                Text = having.All(one => one.Response!.Text is null) ? []
                    : [.. having.Select(one => one.Response!.Text)],
            };
        }

        static FactId ContactOf(string source, string number) => FactId.Numbered($"{source}:contact", number);

        public LiveFacts Live()
        {
            var changes = new List<OrderChangeFact>();
            var same = new List<SamePerson>();
            for (var row = 0; row < events.Count; row++)
            {
                var one = events[row];
                if (one.Change is { } change)
                {
                    changes.Add(new OrderChangeFact(row, OrderId.Numbered(one.Source, change.Number),
                        FactId.Numbered(one.Source, one.MessageId), one.At, change.RefundedCents ?? -1)
                    {
                        Unit = change.Unit,
                    });
                }
                AddKeys(row, one.Who, same);
            }
            return new LiveFacts
            {
                SaidAt = [.. events.Select(one => one.At)],
                Source = [.. events.Select(one => one.Source)],
                Id = [.. events.Select(one => one.Who.Id)],
                Changes = changes,
                Same = same,
            };
        }

        void AddKeys(int row, CustomerKeySet who, List<SamePerson> same)
        {
            void Add(CustomerKeyKind kind, string? key, bool isSaid = false)
            {
                if (key is null) return;
                if (kind == Kinds[row] && who.Id is null
                    && CustomerId.Normalise(kind, key) == CustomerId.Normalise(kind, keys[row])) return;
                same.Add(new SamePerson(row, kind, key, isSaid));
            }
            Add(CustomerKeyKind.External, who.External);
            Add(CustomerKeyKind.Email, who.Email);
            Add(CustomerKeyKind.Phone, who.Phone);
            Add(CustomerKeyKind.Anonymous, who.Anonymous);
            foreach (var previous in who.Previous)
            {
                Add(CustomerKeyKind.External, previous, isSaid: true);
                Add(CustomerKeyKind.Anonymous, previous, isSaid: true);
            }
        }
    }
}
