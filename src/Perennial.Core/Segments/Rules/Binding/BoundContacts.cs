using Perennial.Core.History;
using Perennial.Core.Pressure;

namespace Perennial.Core.Segments.Rules.Binding;

sealed class BoundContacts(FactTest test, HistoryTable history) : BoundFacts(test, history)
{
    readonly ContactChannel channel = (ContactChannel)test.Fact.Code;
    readonly BoundCondition[] conditions = Conditions(test, _ => true);

    protected override ReadOnlySpan<Instant> When(int row) => History[row].Contacts.At;

    protected override ReadOnlySpan<Instant> Known(int row) => History[row].Contacts.KnownAt;

    protected override bool Meets(int row, int fact)
    {
        var contacts = History[row].Contacts;
        if (channel != 0 && contacts.Channel[fact] != channel) return false;
        foreach (var condition in conditions)
            if (!Holds(condition, contacts, fact)) return false;
        return true;
    }

    /// <summary>Whether a condition holds of a contact; −1 for one that nobody knows.</summary>
    public static bool Holds(BoundCondition condition, ContactSlice contacts, int contact)
    {
        var context = contact < 0 ? null : At(contacts.Context, contact);
        return condition.Field switch
        {
            FactFieldId.Channel => condition.Holds((long)contacts.Channel[contact]),
            FactFieldId.Strategy => condition.Holds(contact < 0 ? null : At(contacts.Strategy, contact)),
            FactFieldId.Step => condition.Holds(context?.Step),
            FactFieldId.Arm => condition.Holds(context?.Arm),
            FactFieldId.Topic => condition.Holds(context?.Topic),
            FactFieldId.Offer => condition.Holds(context?.Offer),
            FactFieldId.Cost => condition.Holds(context?.CostCents),
            FactFieldId.Tool => condition.Holds(context?.Tool),
            _ => throw new InvalidOperationException($"Contacts have no {condition.Field}."),
        };
    }
}

sealed class BoundResponses(FactTest test, HistoryTable history) : BoundFacts(test, history)
{
    readonly ResponseKind kind = (ResponseKind)test.Fact.Code;
    readonly BoundCondition[] own = Conditions(test, field => !field.OfAnswered);
    readonly BoundCondition[] ofAnswered = Conditions(test, field => field.OfAnswered);

    protected override ReadOnlySpan<Instant> When(int row) => History[row].Responses.At;

    protected override ReadOnlySpan<Instant> Known(int row) => History[row].Responses.KnownAt;

    protected override bool Meets(int row, int fact)
    {
        var responses = History[row].Responses;
        if (kind != 0 && responses.Kind[fact] != kind) return false;
        foreach (var condition in own)
        {
            var meets = condition.Field == FactFieldId.Channel
                ? condition.Holds((long)responses.Channel[fact]) : condition.Holds(At(responses.Disposition, fact));
            if (!meets) return false;
        }
        if (ofAnswered.Length == 0) return true;
        var contacts = History[row].Contacts;
        var answered = AnsweredContacts.Of(contacts, responses, fact);
        foreach (var condition in ofAnswered)
            if (!BoundContacts.Holds(condition, contacts, answered)) return false;
        return true;
    }
}
