using System.Collections.Frozen;

namespace Perennial.Channels.Intake.Formats;

/// <summary>
/// What shops call their columns, in English, German, French, Spanish and Dutch. Names are normalised (see
/// <see cref="HeaderName"/>).
/// </summary>
/// <remarks>
/// Each target has ranks of names, divided by bars: a file with "order_date" and "date" means the first. Two columns of
/// one rank are a question that only the user can answer.
/// </remarks>
static class Synonyms
{
    const string Sending = "sentat senton sentdate senttime sendtime senddate sent datesent gesendetam versendetam"
        + " versanddatum envoyele datedenvoi dateenvoi enviadoel fechadeenvio verzondenop verzenddatum";

    static readonly (Target Target, string Names)[] Lists =
    [
        (Target.OrderId, "orderid ordernumber orderno ordernr order# ordername ordercode idorder orderref"
            + " bestellnummer bestellnr bestellid auftragsnummer auftragsnr auftragsid numerodecommande nocommande"
            + " ncommande commandeid idcommande numcommande referencecommande numerodepedido numeropedido idpedido"
            + " nopedido npedido pedidoid bestelnummer bestellingsnummer ordernummer | invoiceno invoicenumber"
            + " invoiceid invoice# invoicenr rechnungsnummer rechnungsnr rechnungnr numerodefacture numfacture"
            + " numerofactura factuurnummer | order bestellung auftrag commande pedido bestelling rechnung invoice"
            + " facture factura factuur | transactionid transactionnumber receiptid receiptnumber transaction"
            + " | paymentid paymentnumber chargeid"),
        (Target.CustomerId, "customerid customernumber customerno customernr customer# customerkey customercode"
            + " custid idcustomer kundennummer kundennr kundenid kundeid kdnr numeroclient numclient noclient"
            + " nclient clientid idclient codeclient idcliente numerodecliente numerocliente ncliente"
            + " codigocliente clienteid klantnummer klantid klantnr | memberid userid buyerid accountid shopperid"
            + " customeruser | customer kunde client cliente klant user member"),
        (Target.Email, "email emailaddress mail mailaddress customeremail emailadresse mailadresse adressemail"
            + " adresseemail courriel correo correoelectronico emailadres billingemail contactemail kundenemail"
            + " emailclient | useremail buyeremail revieweremail requesteremail respondentemail authoremail"),
        (Target.Phone, "phone phonenumber telephone telephonenumber tel mobile mobilenumber mobilephone"
            + " customerphone telefon telefonnummer mobil mobilnummer handy handynummer numerodetelephone portable"
            + " telefono movil celular telefoonnummer telefoon mobiel | billingphone | shippingphone"),
        (Target.OrderedAt, "orderedat orderdate orderdatetime ordertime dateoforder orderplacedat orderedon"
            + " placedat purchasedat purchasedate dateofpurchase bestelldatum auftragsdatum bestelltam kaufdatum"
            + " datedecommande datecommande dateachat fechadepedido fechapedido fechadecompra fechacompra"
            + " besteldatum orderdatum aankoopdatum ordercreatedat ordercreated ordercreateddate | invoicedate"
            + " rechnungsdatum datefacture fechafactura factuurdatum transactiondate saledate | date datetime"
            + " datum fecha createdat createdon created datecreated timestamp creationdate erstelltam | paidat"
            + " datepaid paiddate processedat"),
        (Target.Total, "total ordertotal totalamount totalprice totalprices totalvalue grandtotal orderamount"
            + " ordervalue amounttotal totalpaid gesamtsumme gesamtbetrag gesamtpreis bestellwert auftragswert"
            + " totalttc montanttotal totalcommande totalpedido importetotal totaalbedrag totaal bestelbedrag |"
            + " amount revenue sales netsales netrevenue value orderrevenue price paid spend spent summe betrag"
            + " umsatz montant prix chiffredaffaires importe monto ventas bedrag omzet dollars turnover"),
        (Target.Currency, "currency currencycode ordercurrency waehrung wahrung devise moneda divisa valuta munt"),
        (Target.Subtotal, "subtotal ordersubtotal itemstotal zwischensumme soustotal subtotaal cartsubtotal"
            + " merchandisetotal productstotal"),
        (Target.Discount, "discount discountamount discounttotal totaldiscount totaldiscounts orderdiscount"
            + " cartdiscount rabatt rabattbetrag remise montantremise descuento korting"),
        (Target.Shipping, "shipping shippingtotal shippingcost shippingcosts shippingamount ordershipping freight"
            + " versand versandkosten fraisdeport fraisdelivraison livraison gastosdeenvio envio verzendkosten"),
        (Target.Tax, "tax taxes taxtotal totaltax ordertax taxamount vat vatamount mwst mehrwertsteuer steuer ust"
            + " tva iva impuestos btw belasting"),
        (Target.Refunded, "refunded refundedamount refund refundamount refundtotal totalrefunded orderrefund"
            + " returned returnedamount erstattet erstattung erstattungsbetrag ruckerstattung rembourse"
            + " remboursement montantrembourse reembolso reembolsado terugbetaald terugbetaling"),
        (Target.RefundedAt, "refundedat refunddate refundeddate refundedon daterefunded refundeddateutc refunddateutc"
            + " erstattetam erstattungsdatum rembourele datederemboursement reembolsadoel fechadereembolso"
            + " terugbetaaldop"),
        (Target.Status, "status orderstatus state financialstatus bestellstatus auftragsstatus statut etat"
            + " statutcommande estado estadodelpedido"),
        (Target.CancelledAt, "cancelledat canceledat cancelled canceled storniertam annulele canceladoel"),
        (Target.Sku, "sku productsku itemsku lineitemsku productid productcode productno productnumber stockcode"
            + " itemid itemcode itemnumber articleid articlenumber artikelnummer artikelnr artikelid produktnummer"
            + " produktid referenceproduit refproduit codeproduit idproduit articleno referencia codigoproducto"
            + " idproducto productnummer variantsku | product item article artikel produkt produit producto"
            + " variantid ean barcode upc"),
        (Target.ProductName, "productname itemname producttitle lineitemname itemtitle articlename artikelname"
            + " produktname artikelbezeichnung nomproduit nomduproduit libelle nombreproducto nombredelproducto"
            + " productnaam artikelnaam productdescription itemdescription | title bezeichnung"),
        (Target.Category, "category productcategory productcategories categories producttype department"
            + " productgroup itemcategory kategorie warengruppe produktgruppe categorie categorieproduit categoria"
            + " categoriaproducto productcategorie | collection type"),
        (Target.Quantity, "quantity qty itemquantity lineitemquantity orderedquantity itemqty units menge anzahl"
            + " stuck stuckzahl quantite qte cantidad hoeveelheid aantal productquantity"),
        (Target.UnitPrice, "unitprice priceperunit itemprice lineitemprice priceeach productprice itemcost"
            + " stuckpreis einzelpreis prixunitaire preciounitario stuksprijs eenheidsprijs unitcost"),
        (Target.LineDiscount, "linediscount lineitemdiscount itemdiscount itemdiscountamount positionsrabatt"
            + " remiseligne"),
        (Target.LineTotal, "linetotal lineamount linevalue itemtotal itemsubtotal lineitemtotal itemamount"
            + " extendedprice positionssumme zeilensumme totalligne montantligne totallinea regeltotaal"
            + " positionsbetrag rowtotal"),
        (Target.Subscription, "subscription issubscription subscriptionorder abonnement abo suscripcion recurring"),
        (Target.Gift, "gift isgift giftorder geschenk cadeau regalo"),
        (Target.FirstName, "firstname givenname forename customerfirstname vorname prenom nombre voornaam |"
            + " billingfirstname shippingfirstname"),
        (Target.LastName, "lastname surname familyname customerlastname nachname familienname nomdefamille"
            + " apellido apellidos achternaam | billinglastname | shippinglastname"),
        (Target.FullName, "customername fullname clientname kundenname nomclient nomduclient nombrecliente"
            + " klantnaam | billingname | name contactname"),
        (Target.Address1, "address1 addressline1 street streetaddress billingaddress1 adresse1 strasse rue calle"
            + " straat | address adresse direccion adres billingaddress | shippingaddress1 shippingstreet"),
        (Target.Address2, "address2 addressline2 billingaddress2 adresse2 adresszusatz complement"
            + " complementadresse"),
        (Target.City, "city town billingcity stadt ort ville ciudad plaats woonplaats | shippingcity"),
        (Target.Region, "region province stateprovince county billingstate billingprovince bundesland provincia"
            + " provincie departement | provincecode"),
        (Target.Postcode, "postcode postalcode zip zipcode billingpostcode billingzip plz postleitzahl codepostal"
            + " codigopostal cp | shippingpostcode shippingzip"),
        (Target.Country, "countrycode country billingcountry land pays pais | shippingcountry"),
        (Target.Birthday, "birthday birthdate dateofbirth dob geburtstag geburtsdatum datedenaissance anniversaire"
            + " fechadenacimiento geboortedatum"),
        (Target.ConsentEmail, "consentemail emailconsent acceptsmarketing acceptsemailmarketing emailoptin optin"
            + " newsletter emailmarketing marketingoptin"),
        (Target.ConsentSms, "consentsms smsconsent acceptssmsmarketing smsoptin smsmarketing"),
        (Target.ConsentPhone, "consentphone phoneconsent phoneoptin callconsent consentcall calloptin"),
        (Target.ConsentPost, "consentpost postconsent postoptin mailoptin letterconsent consentletter"),
        (Target.ConsentAds, "consentads consentad adsconsent adconsent"),
        (Target.ConsentTopic, "consenttopic"),
        (Target.ConsentBasis, "consentbasis optinlevel legalbasis"),
        (Target.ConsentSource, "consentsource optinsource"),
        (Target.ConsentWording, "consentwording consenttext"),
        (Target.ConsentAt, "consentat consentdate consenttime consentupdatedat optinat optindate optintime"),
        (Target.ConsentExpiresAt, "consentexpiresat consentexpires consentuntil"),
        (Target.Price, "price listprice regularprice saleprice variantprice preis prix precio prijs verkaufspreis"
            + " | unitprice einzelpreis"),
        (Target.Cost, "cost costprice costperitem unitcost purchaseprice wholesaleprice einkaufspreis ek"
            + " prixdachat costo coste inkoopprijs"),
        (Target.Image, "image imageurl imagesrc picture pictureurl images bild bildurl imagen afbeelding photo"),
        (Target.Description, "description bodyhtml shortdescription longdescription beschreibung descripcion"
            + " omschrijving beschrijving"),
        (Target.Stock, "stock stockquantity inventory variantinventoryqty quantityinstock onhand lagerbestand"
            + " bestand voorraad existencias quantity"),
        (Target.Sellable, "sellable published active instock onsale available aktiv verfugbar actif activo actief"),
        (Target.RecencyDays, "recencydays recency dayssincelastorder dayssincelastpurchase"),
        (Target.LastOrderAt, "lastorderat lastorderdate lastorder lastpurchasedate lastpurchase mostrecentvisit"
            + " mostrecentpurchase letztebestellung derniercommande dernierecommande ultimopedido"
            + " laatstebestelling datelastorder lastpurchaseat"),
        (Target.Orders, "orders orderscount ordercount totalorders numberoforders noforders transactioncount"
            + " numberoftransactions frequency purchases bestellungen nombredecommandes pedidos"),
        (Target.Revenue, "revenue totalspent totalspend totalrevenue lifetimevalue monetary amount spent"
            + " moneyspent umsatz chiffredaffaires totalsales ltv"),
        (Target.At, Sending + " happenedat occurredat eventtime eventdate eventtimestamp eventat activitydate"
            + " activitytime activityat respondedat responsedate calledat calldate calltime calledon"
            + " reviewedat reviewdate ratedat submittedat submitdate submissiondate surveydate openedon ticketcreatedat"
            + " originaltimestamp servertimestamp zeitpunkt dateevenement datedelevenement fechaevento datumtijd |"
            + " timestamp time datetime at date datum fecha heure hora zeit uhrzeit | createdat created createdon"
            + " receivedat"),
        (Target.Kind, "kind event eventname eventtype eventkind activity activitytype activityname action actiontype"
            + " responsetype responsekind response ereignis ereignistyp aktivitat evenement typeevenement activite"
            + " evento tipodeevento actividad gebeurtenis activiteit | type name what art"),
        (Target.DurationSeconds, "duration durationseconds durationsec durationms durationmin durationminutes"
            + " timespent timeonpage timeonsite dwelltime engagementtime watchtime dauer dauersekunden verweildauer"
            + " duree tempspasse duracion tiempo duur tijdsduur | seconds sekunden secondes segundos"),
        (Target.FactId, "activityid eventid responseid messageid hitid insertid uuid factid ereignisid idevenement"
            + " idevento | id"),
        (Target.Channel, "channel contactchannel medium kanal canal kanaal | via by"),
        (Target.Strategy, "strategy campaign campaignname campaigntitle newsletter newslettername mailing mailingname"
            + " subject subjectline emailsubject flow flowname automation kampagne kampagnenname betreff campagne"
            + " nomcampagne objet campana asunto onderwerp | template templatename title"),
        (Target.ContactId, "contactid messageid sendid deliveryid emailid smsid callid letterid sendungsid idenvoi"
            + " idenvio verzendid recipientid | id"),
        (Target.Disposition, "disposition outcome calloutcome callresult callstatus result ergebnis anrufergebnis"
            + " resultat resultado resultaat uitkomst"),
        (Target.Topic, "topic subscriptiongroup unsubscribegroup"),
        (Target.DeliveredAt, "deliveredat delivered deliverytime deliverydate zugestelltam livrele entregadoel"
            + " afgeleverdop"),
        (Target.OpenedAt, "openedat opened opentime opendate firstopen firstopenedat firstopenat openedon geoffnetam"
            + " ouvertle abiertoel geopendop"),
        (Target.ClickedAt, "clickedat clicked clicktime clickdate firstclick firstclickedat firstclickat clickedon"
            + " geklicktam cliquele clicel gekliktop"),
        (Target.RepliedAt, "repliedat replied replytime answeredat beantwortetam reponduele respondidoel"
            + " beantwoordop"),
        (Target.BouncedAt, "bouncedat bounced bouncetime bouncedate bouncedon"),
        (Target.ComplainedAt, "complainedat complained spamat markedasspamat complaintdate complaintat"),
        (Target.UnsubscribedAt, "unsubscribedat unsubscribed unsubscribetime unsubscribedate unsubscribedon optoutat"
            + " optedoutat abgemeldetam desabonnele desinscritle bajael uitgeschrevenop afgemeldop"),
        (Target.StrategyVersion, "strategyversion | version"),
        (Target.Step, "step stepname strategystep flowstep"),
        (Target.Arm, "arm variant variation testgroup"),
        (Target.Offer, "offer offerid offername | coupon couponcode promo promocode"),
        (Target.Touch, "touch touchnumber attempt"),
        (Target.Tool, "tool sendingtool provider"),
        (Target.Rating, "rating stars starrating reviewrating ratingvalue productrating overallrating nps npsscore"
            + " csat csatscore satisfaction satisfactionscore satisfactionrating bewertungsterne sterne calificacion"
            + " puntuacion beoordelingscijfer | score note value"),
        (Target.RatingScale, "ratingscale maxrating bestrating ratingmax | scale"),
        (Target.Comment, "comment comments review reviewbody reviewtext reviewcontent reviewmessage feedback"
            + " feedbacktext answer answertext surveyanswer verbatim kommentar bewertungstext commentaire avis"
            + " comentario opinion opmerking recensie reply replytext replybody | text body message content"
            + " description"),
        (Target.About, "about question surveyquestion survey surveyname reviewtitle ticketsubject frage umfrage"
            + " enquete pregunta encuesta vraag | subject betreff objet asunto onderwerp | title"),
        (Target.Thread, "thread ticketid ticketnumber ticketno ticket caseid casenumber conversationid reviewid"
            + " ticketnummer numeroticket | id"),
        (Target.Page, "page pageurl pagepath pageaddress pagelocation"),
        (Target.Properties, "properties eventproperties props"),
        (Target.AnsweredAt, "answeredat firstreplyat firstresponseat firstanswerat firstrepliedat firstreply"
            + " firstresponse beantwortetam"),
        (Target.ResolvedAt, "resolvedat solvedat closedat resolved solved closed solvedon resolvedon closedon"
            + " gelostam geschlossenam resolule cerradoel opgelostop"),
        (Target.ReopenedAt, "reopenedat reopened reopenedon wiedereroffnetam"),
        (Target.UpdatedAt, "updatedat lastupdatedat updated lastupdate modifiedat"),
        (Target.ConfirmedAt, "confirmedat consentconfirmedat optinconfirmedat doubleoptinat confirmationtime"
            + " confirmtime optinconfirmationtime confirmedon"),
        (Target.CustomerSince, "customersince membersince clientdepuis kundeseit clientedesde klantsinds signupdate"
            + " signedupat signupat signupon registeredat registrationdate registeredon registered userregistered"
            + " joinedat joindate joinedon joined accountcreated accountcreatedat customercreatedat dateadded addedat"
            + " registrierungsdatum registriertseit registriertam dateinscription inscritle fechaalta fechaderegistro"
            + " registratiedatum | createdat createdon created datecreated creationdate erstelltam datedecreation"
            + " fechadecreacion aangemaaktop | since seit depuis desde sinds"),
        (Target.Day, "day date datum tag jour fecha dia dag occasiondate datedevenement"),
        (Target.Label, "label occasion event anlass occasionname evenement ocasion gelegenheid"),
        (Target.Recipient, "recipient for forwhom recipientname empfaenger destinataire destinatario ontvanger"),
        (Target.Yearly, "yearly everyyear annual annually jaehrlich chaqueannee annuel anual jaarlijks"),
        (Target.NotThisOccasion, "notthisoccasion optout notthisyear skip nichtdiesmal pascettefois"),
        (Target.DiscountKind, "discountkind discounttype promotiontype promotionkind promotype dealtype rabattart"
            + " typeremise typederemise tipodescuento tipodedescuento kortingstype"),
    ];

    static readonly FrozenDictionary<Target, string[][]> Ranks = Lists.ToFrozenDictionary(
        list => list.Target,
        list => list.Names.Split('|').Select(rank => rank.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray());

    /// <summary>Rank of the names of a customer's column that do not say what of the customer it holds.</summary>
    public const int LastRank = 2;

    /// <summary>Whether a normalised column name says when something was sent.</summary>
    public static bool IsSending(string name) => Sending.Split(' ').Contains(name);

    /// <summary>Rank of a normalised column name for a target, 0 the best; −1 if it does not name it.</summary>
    public static int Rank(Target target, string name)
    {
        var ranks = Ranks[target];
        return name == HeaderName.Normalise(target.Name()) ? 0 : Array.FindIndex(ranks, rank => rank.Contains(name));
    }
}
