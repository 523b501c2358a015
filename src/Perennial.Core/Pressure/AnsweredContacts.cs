using Perennial.Core.History;

namespace Perennial.Core.Pressure;

/// <summary>What came back from a contact.</summary>
[Flags]
enum Answers : byte
{
    None = 0,
    Opened = 1,
    Clicked = 2,
    Replied = 4,
    Bounced = 8,
}

/// <summary>Finds the contact that each response answers.</summary>
/// <remarks>
/// A response that names a contact answers that one, if it was made no later than the response; one that names a
/// contact not known answers none. A response without a name answers the last contact of its channel no later than
/// itself: of several at one instant the one with the greatest id, so that the order of arrival does not matter.
/// </remarks>
static class AnsweredContacts
{
    /// <summary>Marks each contact with what came back.</summary>
    /// <param name="contacts">The customer's contacts.</param>
    /// <param name="responses">The customer's responses.</param>
    /// <param name="heard">How many of the responses are used, from the first.</param>
    /// <param name="answers">One mark for each contact used, from the first; all None before.</param>
    public static void Mark(ContactSlice contacts, ResponseSlice responses, int heard, Span<Answers> answers)
    {
        var at = responses.At;
        var kind = responses.Kind;
        for (var i = 0; i < heard; i++)
        {
            var answer = kind[i] switch
            {
                ResponseKind.Open => Answers.Opened,
                ResponseKind.Click => Answers.Clicked,
                ResponseKind.Reply => Answers.Replied,
                ResponseKind.Bounce => Answers.Bounced,
                _ => Answers.None,
            };
            if (answer == Answers.None) continue;
            var contact = Of(contacts, responses, i, TimeOrder.UpTo(contacts.At[..answers.Length], at[i]));
            if (contact >= 0) answers[contact] |= answer;
        }
    }

    /// <summary>Which contact a response answers; −1 for none that is known.</summary>
    public static int Of(ContactSlice contacts, ResponseSlice responses, int response) =>
        Of(contacts, responses, response, TimeOrder.UpTo(contacts.At, responses.At[response]));

    static int Of(ContactSlice contacts, ResponseSlice responses, int response, int before)
    {
        var named = responses.Contact.IsEmpty ? FactId.None : responses.Contact[response];
        return named == FactId.None
            ? LastOf(contacts, before, responses.Channel[response]) : Named(contacts.Id, before, named);
    }

    // Looked for from the latest: most answers come soon.
    static int Named(ReadOnlySpan<FactId> ids, int before, FactId named)
    {
        if (ids.IsEmpty) return -1;
        for (var i = before - 1; i >= 0; i--)
            if (ids[i] == named) return i;
        return -1;
    }

    static int LastOf(ContactSlice contacts, int before, ContactChannel channel)
    {
        var at = contacts.At;
        var channels = contacts.Channel;
        var ids = contacts.Id;
        var found = -1;
        for (var i = before - 1; i >= 0; i--)
        {
            if (found >= 0 && at[i] != at[found]) break;
            if (channels[i] != channel) continue;
            if (found < 0 || (!ids.IsEmpty && ids[i].Value > ids[found].Value)) found = i;
        }
        return found;
    }
}
