using System.Collections.Frozen;
using Perennial.Core.History;

namespace Perennial.Channels.Intake.Formats;

/// <summary>
/// What trackers, mail and call tools call what happened, in English, German, French, Spanish and Dutch. Words are
/// normalised (see <see cref="HeaderName"/>).
/// </summary>
static class KindWords
{
    static readonly FrozenDictionary<string, ActivityKind> Activities = Table(
        (ActivityKind.PageView, "pageview page pagevisit visit viewedpage pageviewed screen screenview view hit"
            + " seitenaufruf seitenansicht pagevue vuedepage visite visita paginavista vistadepagina paginaweergave"
            + " bezoek besuch sessionstart"),
        (ActivityKind.ProductView, "productview productviewed viewedproduct viewproduct viewitem itemview"
            + " itemviewed viewcontent detailview productdetailview productpage produktansicht produktaufruf"
            + " vueproduit produitvu consultationproduit vistadeproducto productovisto productweergave"
            + " productbekeken"),
        (ActivityKind.CartAdd, "cartadd addtocart addedtocart productadded basketadd addtobasket itemadded"
            + " indenwarenkorb warenkorbhinzugefugt ajoutaupanier ajoutpanier anadiralcarrito agregaralcarrito"
            + " toevoegenaanwinkelwagen inwinkelwagen"),
        (ActivityKind.CartView, "cartview cartviewed viewcart viewedcart basketview warenkorb warenkorbansicht"
            + " panier vuepanier vercarrito carrito winkelwagen"),
        (ActivityKind.CheckoutStart, "checkoutstart checkoutstarted begincheckout startedcheckout initiatecheckout"
            + " checkout kasse zurkasse commandecommencee iniciarpago afrekenen"),
        (ActivityKind.Form, "form formsent formsubmit formsubmitted generatelead lead signup registration"
            + " contactform formular formulaire formulario formulier anmeldung inscription"),
        (ActivityKind.Video, "video videoview videoviewed videowatched videoplay videostart videocomplete"
            + " videoplaybackstarted videoplaybackcompleted videocontentstarted watchedvideo videoangesehen"
            + " videovue videoregardee videovisto videobekeken"),
        (ActivityKind.Login, "login signin loggedin signedin userlogin anmelden einloggen eingeloggt connexion"
            + " iniciodesesion inloggen ingelogd"),
        (ActivityKind.InboundCall, "inboundcall incomingcall callreceived callin anrufeingang eingehenderanruf"
            + " appelentrant llamadaentrante inkomendgesprek"),
        (ActivityKind.ReportRead, "reportread report reportviewed reportdownload download filedownload downloaded"
            + " whitepaper guide guidedownload catalogueview catalogview brochure documentread bericht berichtgelesen"
            + " telechargement rapport rapportlu informe descarga rapportgelezen downloaden"),
        (ActivityKind.LinkClick, "linkclick click clicked linkclicked outboundclick selectcontent klick linkgeklickt"
            + " clic cliclien clicenlace klik linkgeklikt adclick"),
        (ActivityKind.Rating, "rating rated ratingsubmitted productrated ratingleft csat csatsubmitted bewertet"
            + " notation calificacion puntuacion beoordeling"),
        (ActivityKind.SurveyAnswer, "surveyanswer surveyanswered answeredsurvey surveysubmitted submittedsurvey"
            + " surveycompleted completedsurvey surveyresponse surveyresponded surveyresponsereceived nps"
            + " npssubmitted npsresponse npssurveysubmitted npssurveyresponded feedback feedbacksubmitted"
            + " feedbackgiven feedbackreceived umfrage umfragebeantwortet enquete encuesta enquetebeantwoord"),
        (ActivityKind.Review, "review reviewed reviewsubmitted submittedreview reviewcreated reviewposted"
            + " reviewpublished productreviewed reviewedproduct productreviewsubmitted leftreview bewertung"
            + " rezension avis avisclient resena opinion recensie"),
        (ActivityKind.SupportOpened, "supportopened ticketopened ticketcreated ticketsubmitted openedticket"
            + " createdticket submittedticket supportticketcreated supportticketopened supportrequested caseopened"
            + " casecreated conversationstarted complaintmade ticketeroffnet ticketerstellt ticketouvert"
            + " ticketabierto ticketgeopend"),
        (ActivityKind.SupportAnswered, "supportanswered ticketanswered ticketreplied ticketcommented"
            + " supportticketanswered caseanswered conversationreplied ticketbeantwortet ticketrepondu"
            + " ticketrespondido ticketbeantwoord"),
        (ActivityKind.SupportResolved, "supportresolved ticketresolved ticketsolved ticketclosed resolvedticket"
            + " solvedticket closedticket supportticketresolved supportticketsolved supportticketclosed caseresolved"
            + " caseclosed conversationclosed ticketgelost ticketgeschlossen ticketresolu ticketferme ticketresuelto"
            + " ticketcerrado ticketopgelost ticketgesloten"),
        (ActivityKind.SupportReopened, "supportreopened ticketreopened reopenedticket supportticketreopened"
            + " casereopened conversationreopened ticketwiedereroffnet ticketrouvert ticketreabierto"
            + " ticketheropend"),
        (ActivityKind.Confirmation, "confirmation optinconfirmed confirmedoptin doubleoptin"
            + " doubleoptinconfirmed subscriptionconfirmed confirmedsubscription emailconfirmed confirmedemail"
            + " consentconfirmed newsletterconfirmed bestatigung anmeldungbestatigt inscriptionconfirmee"
            + " suscripcionconfirmada inschrijvingbevestigd"),
        (ActivityKind.Other, "other search searched productssearched wishlist addtowishlist share scroll"));

    static readonly FrozenDictionary<string, ResponseKind> Responses = Table(
        (ResponseKind.Delivered, "delivered delivery accepted received zugestellt livre delivre remis entregado"
            + " afgeleverd bezorgd emaildelivered"),
        (ResponseKind.Open, "open opened opens emailopen emailopened uniqueopen read gelesen geoffnet offnung"
            + " ouvert ouverture abierto apertura geopend openedemail"),
        (ResponseKind.Click, "click clicked clicks emailclick emailclicked emaillinkclicked uniqueclick linkclick"
            + " klick geklickt clic clique clicado geklikt klik clickedemail"),
        (ResponseKind.Reply, "reply replied answer answered response antwort beantwortet reponse repondu respuesta"
            + " antwoord beantwoord"),
        (ResponseKind.Bounce, "bounce bounced hardbounce softbounce undelivered failed dropped rejected blocked"
            + " emailbounced nichtzustellbar rucklaufer rebond rebote gebounced"),
        (ResponseKind.Complaint, "complaint complained spam spamreport spamcomplaint abuse markedasspam"
            + " emailmarkedasspam beschwerde plainte queja klacht"),
        (ResponseKind.Unsubscribe, "unsubscribe unsubscribed optout optedout unsub abmeldung abgemeldet"
            + " desabonnement desinscription desinscrit baja cancelacion uitgeschreven afgemeld afmelding"
            + " unsubscribedfromlist"),
        (ResponseKind.Disposition, "disposition call callended callcompleted outcome callresult anruf appel llamada"
            + " gesprek telefonat"));

    static readonly FrozenDictionary<string, ContactChannel> Channels = Table(
        (ContactChannel.Email, "email mail courriel correo correoelectronico newsletter mailing"),
        (ContactChannel.Sms, "sms text textmessage message mms whatsapp kurznachricht texto mensaje"),
        (ContactChannel.Call, "call phone phonecall outboundcall telephone telefon anruf telefonat appel telephonique"
            + " llamada telefono gesprek telefoon telemarketing"),
        (ContactChannel.Letter, "letter post directmail postal mailer postcard print brief postkarte courrier lettre"
            + " carta correopostal postaal kaart catalog catalogue"),
        (ContactChannel.Ad, "ad ads advertisement display social audience anzeige werbung publicite annonce anuncio"
            + " publicidad advertentie"));

    static readonly FrozenDictionary<string, DiscountMechanism> Mechanisms = Table(
        (DiscountMechanism.PercentOff, "percent percentage percentoff percentageoff % prozent prozentual rabatt"
            + " pourcentage porcentaje percentagekorting"),
        (DiscountMechanism.AmountOff, "amount amountoff fixed fixedamount fixedcart fixedproduct fixeddiscount value"
            + " betrag festbetrag montant montantfixe importe cantidadfija bedrag vastbedrag"),
        (DiscountMechanism.Gift, "gift freegift freeproduct freeitem geschenk gratisartikel cadeau produitoffert"
            + " regalo gratisproduct"),
        (DiscountMechanism.FreeShipping, "freeshipping shipping freedelivery versandkostenfrei gratisversand"
            + " livraisongratuite livraisonofferte portofferts enviogratis gratisverzending"),
        (DiscountMechanism.Bundle, "bundle bogo buyxgety buyonegetone multibuy 2for1 3for2 set paket lot pack"
            + " mengenrabatt bundel"),
        (DiscountMechanism.LoyaltyPoints, "loyalty loyaltypoints points reward rewards treuepunkte punkte fidelite"
            + " pointsfidelite puntos fidelidad spaarpunten"),
        (DiscountMechanism.Goodwill, "goodwill compensation apology kulanz entschadigung geste gestecommercial"
            + " dedommagement compensacion coulance"),
        (DiscountMechanism.Staff, "staff employee mitarbeiter personal personnel empleado personeel"));

    // A tracker reports orders too; they come from the shop, with their amounts.
    static readonly FrozenSet<string> Orders = FrozenSet.Create(
        "ordercompleted", "completedorder", "orderplaced", "placedorder", "purchase", "purchased", "order",
        "transaction", "checkoutcompleted", "bestellung", "kauf", "commande", "achat", "pedido", "compra",
        "bestelling", "aankoop");

    /// <summary>What a customer did; null where the word is not known.</summary>
    public static ActivityKind? Activity(string? word) => Find(Activities, word);

    /// <summary>What came back; null where the word is not known.</summary>
    public static ResponseKind? Response(string? word) => Find(Responses, word);

    /// <summary>By which channel; null where the word is not known.</summary>
    public static ContactChannel? Channel(string? word) => Find(Channels, word);

    /// <summary>How a discount was given; unknown where the word is not known.</summary>
    public static DiscountMechanism Mechanism(string? word) => Find(Mechanisms, word) ?? DiscountMechanism.Unknown;

    /// <summary>Whether a tracker reports an order.</summary>
    public static bool IsOrder(string? word) => word is not null && Orders.Contains(HeaderName.Normalise(word));

    static T? Find<T>(FrozenDictionary<string, T> table, string? word) where T : struct =>
        word is not null && table.TryGetValue(Plain(word), out var found) ? found : null;

    static string Plain(string word)
    {
        var plain = HeaderName.Normalise(word);
        return plain.Length == 0 ? word.Trim() : plain;
    }

    static FrozenDictionary<string, T> Table<T>(params ReadOnlySpan<(T Kind, string Words)> lists) where T : struct
    {
        var table = new Dictionary<string, T>();
        foreach (var (kind, words) in lists)
            foreach (var word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries)) table.TryAdd(word, kind);
        return table.ToFrozenDictionary();
    }
}
